import { loadBundle } from "../../core/bundle/mod.ts";
import { type BundleSource, openBundleSource } from "./bundle_source.ts";
import type { Executor } from "./executor.ts";
import { GpuExecutor } from "./gpu_executor.ts";
import { loadKernels } from "./kernels.ts";
import { WorkerExecutor } from "./worker_executor.ts";
import { loadOnnxRuntime, requireAdapter } from "./onnx_runtime.ts";
import { type BackendChoice, PageModelError } from "./page_model.ts";

/** An executor that has drawn a picture. */
export interface OpenedExecutor {
  readonly executor: Executor;
  /** Why this one, for people. */
  readonly reason: string;
  /** From the last byte of the bundle to the first picture. */
  readonly openMilliseconds: number;
}

/** Which model, where it computes, and where what computes it is. */
interface Wanted {
  readonly src: string;
  readonly backend: BackendChoice;
  readonly assets: string;
}

/** A picture this fast needs no waiting, so WebGPU's megabytes are not fetched just to measure it. */
const FAST_ENOUGH_MS = 50;

/**
 * Opens a bundle on the requested backend; `auto` measures.
 * @param options.src Absolute address of the bundle's folder, with a slash at the end.
 * @param options.assets That of the folder with the worker's files.
 * @throws {PageModelError | BundleError}
 */
export async function openExecutor({ src, backend, assets }: Wanted): Promise<OpenedExecutor> {
  const source = timed(await openBundleSource(src), assets);
  switch (backend) {
    case "webgpu":
      return { ...await openGpu(source), reason: "WebGPU was requested" };
    case "wasm":
      return {
        ...await openLocal(source, await loadKernels(assets)),
        reason: "WebAssembly was requested",
      };
    case "auto":
      return await openFastest(source);
    default:
      throw new PageModelError(
        "invalid",
        `Cannot open a model: expected backend to be auto, webgpu or wasm, got "${backend}"`,
      );
  }
}

async function openFastest(source: TimedSource): Promise<OpenedExecutor> {
  let kernels: WebAssembly.Module;
  try {
    kernels = await loadKernels(source.assets);
  } catch (error) {
    if (!(error instanceof PageModelError) || error.code !== "no-webassembly") throw error;
    const opened = await openLocal(source);
    return { ...opened, reason: `Plain JavaScript, which is slower: ${error.message}` };
  }
  const local = await openLocal(source, kernels);
  const own = await secondPicture(local.executor);
  const speed = `WebAssembly draws a picture in ${own.toFixed(1)} ms`;
  if (own <= FAST_ENOUGH_MS) return { ...local, reason: `${speed}, too fast for WebGPU to matter` };
  const adapter = await requireAdapter().catch(() => undefined);
  if (!adapter) return { ...local, reason: `${speed}; there is no WebGPU` };
  if (adapter.info.isFallbackAdapter) {
    return { ...local, reason: `${speed}; WebGPU has no GPU here but computes on the processor` };
  }
  let gpu: Opened | undefined;
  try {
    gpu = await openGpu(source);
    const other = await secondPicture(gpu.executor);
    const [winner, loser] = other < own ? [gpu, local] : [local, gpu];
    await loser.executor.close();
    return { ...winner, reason: `${speed}, WebGPU in ${other.toFixed(1)} ms` };
  } catch (error) {
    await gpu?.executor.close().catch(() => {}); // What is lost needs no closing.
    return { ...local, reason: `${speed}; WebGPU failed: ${(error as Error).message}` };
  }
}

type Opened = Omit<OpenedExecutor, "reason">;

async function openLocal(source: TimedSource, kernels?: WebAssembly.Module): Promise<Opened> {
  const bundle = await loadBundle(source.read, { files: "of the models" });
  return await warm(new WorkerExecutor(bundle, source.manifest, kernels), source);
}

async function openGpu(source: TimedSource): Promise<Opened> {
  await requireAdapter();
  return await warm(await GpuExecutor.open(await loadOnnxRuntime(source.assets), source), source);
}

async function warm(executor: Executor, { lastByte }: TimedSource): Promise<Opened> {
  await executor.draw([{ seed: 0, temperature: 1, guidance: 1 }]);
  return { executor, openMilliseconds: performance.now() - lastByte() };
}

/** Milliseconds that a picture takes once everything is warm. */
async function secondPicture(executor: Executor): Promise<number> {
  const start = performance.now();
  await executor.draw([{ seed: 1, temperature: 1, guidance: 1 }]);
  return performance.now() - start;
}

/** A source that knows when its last byte came. */
interface TimedSource extends BundleSource {
  readonly assets: string;
  lastByte(): number;
}

function timed(source: BundleSource, assets: string): TimedSource {
  let last = performance.now();
  const read: BundleSource["read"] = async (name, maxBytes) => {
    const bytes = await source.read(name, maxBytes);
    last = performance.now();
    return bytes;
  };
  return { ...source, assets, read, lastByte: () => last };
}
