/** A WebGPU device and what the engine needs to know about it. */
export interface Device {
  readonly gpu: GPUDevice;
  /** The adapter's own description, e.g. "llvmpipe (LLVM 15.0.6, 256 bits)". */
  readonly name: string;
  /** True if the adapter computes on the CPU. */
  readonly software: boolean;
  /** Lanes of a subgroup if subgroup operations work and their number is fixed, else 0. */
  readonly subgroupSize: number;
  /** Throws the first thing that has gone wrong on the device, if anything. */
  check(): Promise<void>;
  /** What to throw when a call on the device failed: its loss if it is lost, else the failure itself. */
  explain(failure: unknown): Promise<unknown>;
  /** Frees the device. */
  close(): void;
}

/** The device is gone; the state of training is what the last checkpoint holds. */
export class DeviceLostError extends Error {
  /** What a person can do about it. */
  readonly hint: string = "`--resume` goes on from the last checkpoint";
  constructor(name: string, reason: string) {
    super(
      `Cannot go on: expected device ${name}, got its loss (${reason || "no reason given"})`,
    );
    this.name = "DeviceLostError";
  }
}

/** No adapter, or none of the wanted name. */
export class AdapterError extends Error {
  /** What a person can do about it. */
  readonly hint: string =
    "`--device cpu` works without one; `deno task setup` installs a driver that needs no graphics card";
  constructor(message: string) {
    super(message);
    this.name = "AdapterError";
  }
}

/** Calls on a lost device fail before its loss is announced. */
const LOSS_MS = 1000;

const ADAPTER_REQUESTS: readonly GPURequestAdapterOptions[] = [
  { powerPreference: "high-performance" },
  { powerPreference: "low-power" },
  { forceFallbackAdapter: true },
];

/** Adapters of this machine, fastest kind first. WebGPU has no enumeration: these are the distinct answers. */
export async function listAdapters(): Promise<GPUAdapter[]> {
  const found = new Map<string, GPUAdapter>();
  for (const request of ADAPTER_REQUESTS) {
    const adapter = await globalThis.navigator.gpu?.requestAdapter(request).catch(() => null);
    if (adapter && !found.has(adapterName(adapter))) found.set(adapterName(adapter), adapter);
  }
  return [...found.values()];
}

/** What a person sees as the adapter's name. */
export function adapterName({ info }: Pick<GPUAdapter, "info">): string {
  return info.description || [info.vendor, info.architecture, info.device].join(" ").trim();
}

/** Mesa's software drivers, Chromium's and Windows' own: not all of them say that they are fallback adapters. */
const SOFTWARE_NAMES = /llvmpipe|softpipe|swiftshader|basic render/i;

/** True if the adapter computes on the processor. */
export function isSoftwareAdapter(adapter: Pick<GPUAdapter, "info">): boolean {
  const { isFallbackAdapter }: AdapterFacts = adapter.info;
  return Boolean(isFallbackAdapter) || SOFTWARE_NAMES.test(adapterName(adapter));
}

/**
 * Opens the one device of a process.
 * @param wanted Part of an adapter's name, any case, or its number in `listAdapters()`; default the first.
 * @throws {AdapterError} If there is none.
 */
export async function openDevice(wanted?: string): Promise<Device> {
  const adapters = await listAdapters();
  if (adapters.length === 0) {
    throw new AdapterError("Cannot open a WebGPU device: expected an adapter, got none");
  }
  const number = wanted === undefined ? 0 : findAdapter(adapters.map(adapterName), wanted);
  if (number === undefined) {
    const names = adapters.map((it, i) => `${i} "${adapterName(it)}"`).join(", ");
    throw new AdapterError(
      `Cannot open a device: expected one of the adapters ${names}, got "${wanted}"`,
    );
  }
  return await openAdapter(adapters[number]);
}

/**
 * The number of the adapter that a person names.
 * @param names Of the adapters, in the order of `listAdapters()`. @param wanted Part of a name, any case, or a number.
 */
export function findAdapter(names: readonly string[], wanted: string): number | undefined {
  const number = /^\d+$/.test(wanted) ? Number(wanted) : -1;
  if (number in names) return number;
  const found = names.findIndex((it) => it.toLowerCase().includes(wanted.toLowerCase()));
  return found < 0 ? undefined : found;
}

/** Opens an adapter's device; an adapter has one. */
export async function openAdapter(adapter: GPUAdapter): Promise<Device> {
  const { gpu, subgroups } = await requestDevice(adapter);
  return wrap(gpu, adapter, subgroups);
}

// Deno supports subgroups without listing the feature: request it, and fall back if refused.
async function requestDevice(adapter: GPUAdapter): Promise<{ gpu: GPUDevice; subgroups: boolean }> {
  const { maxBufferSize, maxStorageBufferBindingSize, maxStorageBuffersPerShaderStage } =
    adapter.limits;
  const requiredLimits = {
    maxBufferSize: Math.min(maxBufferSize, 2 ** 31 - 4),
    maxStorageBufferBindingSize: Math.min(maxStorageBufferBindingSize, 2 ** 31 - 4),
    maxStorageBuffersPerShaderStage: Math.min(maxStorageBuffersPerShaderStage, 16),
  };
  try {
    const requiredFeatures = ["subgroups" as GPUFeatureName];
    return {
      gpu: await adapter.requestDevice({ requiredFeatures, requiredLimits }),
      subgroups: true,
    };
  } catch {
    return { gpu: await adapter.requestDevice({ requiredLimits }), subgroups: false };
  }
}

/** What adapters say besides the standard's names; older ones leave it out. */
interface AdapterFacts {
  readonly subgroupMinSize?: number;
  readonly subgroupMaxSize?: number;
  readonly isFallbackAdapter?: boolean;
}

function wrap(gpu: GPUDevice, adapter: GPUAdapter, subgroups: boolean): Device {
  const name = adapterName(adapter);
  const info: AdapterFacts = adapter.info;
  let failure: Error | undefined;
  let closed = false;
  const lost = gpu.lost.then(({ message }) => {
    if (!closed) failure = new DeviceLostError(name, message);
  });
  gpu.addEventListener("uncapturederror", (event) => {
    failure ??= new Error(
      `Cannot use ${name}: ${(event as GPUUncapturedErrorEvent).error.message}`,
    );
  });
  const fixed = info.subgroupMinSize === info.subgroupMaxSize ? info.subgroupMinSize : 0;
  return {
    gpu,
    name,
    software: isSoftwareAdapter(adapter),
    subgroupSize: subgroups ? fixed ?? 0 : 0,
    check() {
      return failure ? Promise.reject(failure) : Promise.resolve();
    },
    async explain(error) {
      let timer;
      await Promise.race([lost, new Promise((done) => timer = setTimeout(done, LOSS_MS))]);
      clearTimeout(timer);
      return failure instanceof DeviceLostError ? failure : error;
    },
    close() {
      closed = true;
      gpu.destroy();
    },
  };
}
