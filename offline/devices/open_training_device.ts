import { defaultThreads, openCpu } from "../../executors/wasm/open_cpu.ts";
import { Tuning } from "../../executors/webgpu/compiled/tuning.ts";
import {
  adapterName,
  type Device,
  isSoftwareAdapter,
  listAdapters,
  openAdapter,
} from "../../executors/webgpu/device.ts";
import { WebGpuBackend } from "../../executors/webgpu/training_backend.ts";
import type { TrainingBackend } from "../../training/backend.ts";
import { chooseDevice } from "./choose_device.ts";
import { countThreads, processorName } from "./processor.ts";

/** A device that is open and trains. */
export interface TrainingDevice {
  readonly backend: TrainingBackend;
  /** As bundles and checkpoints name it. */
  readonly name: string;
  readonly isProcessor: boolean;
  /** Where and why, behind a word like `training on`: `the processor (2 threads): no graphics card was found`. */
  readonly description: string;
  /** Frees it. */
  close(): void;
}

/** Options of {@link openTrainingDevice}. */
export interface DeviceOptions {
  /** `auto` (default): the first graphics card, else the processor. `cpu`; an adapter's name or its number. */
  readonly device?: string;
  /** Of the processor. Default: one for each core, at most 8. */
  readonly threads?: number;
  /** Chooses an adapter's kernels. Default: the first of each. */
  readonly tune?: (device: Device) => Promise<Tuning>;
}

/**
 * Opens what trains. Where `auto` cannot open the graphics card, it takes the processor and says so.
 * @throws {AdapterError} If there is no adapter of that name or number.
 */
export async function openTrainingDevice(
  { device = "auto", threads = defaultThreads(), tune }: DeviceOptions = {},
): Promise<TrainingDevice> {
  if (device === "cpu") return await openProcessor(threads, chooseDevice([], device).reason);
  const adapters = await listAdapters();
  const facts = adapters.map((it) => ({ name: adapterName(it), software: isSoftwareAdapter(it) }));
  const choice = chooseDevice(facts, device);
  if (choice.device === "processor") return await openProcessor(threads, choice.reason);
  try {
    const opened = await openAdapter(adapters[choice.device]);
    return await onAdapter(opened, { tune, reason: choice.reason });
  } catch (error) {
    if (device !== "auto") throw error;
    const { name } = facts[choice.device];
    const reason = `${name} cannot be opened (${(error as Error).message})`;
    return await openProcessor(threads, reason);
  }
}

async function onAdapter(
  device: Device,
  { tune, reason }: { tune: DeviceOptions["tune"]; reason: string },
): Promise<TrainingDevice> {
  const tuning = await tune?.(device) ?? new Tuning();
  return {
    backend: new WebGpuBackend(device, tuning),
    name: device.name,
    isProcessor: false,
    description: `${device.name}: ${reason}`,
    close: () => device.close(),
  };
}

async function openProcessor(threads: number, reason: string): Promise<TrainingDevice> {
  const name = processorName(threads);
  return {
    backend: await openCpu({ threads, name }),
    name,
    isProcessor: true,
    description: `the processor (${countThreads(threads)}): ${reason}`,
    close: () => {}, // Whatever is compiled frees its own threads.
  };
}
