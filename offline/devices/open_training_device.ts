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
 * @param find Lists the machine's adapters.
 * @throws {AdapterError} If there is no adapter of that name or number.
 */
export async function openTrainingDevice(
  { device = "auto", threads = defaultThreads(), tune }: DeviceOptions = {},
  find: () => Promise<readonly GPUAdapter[]> = listAdapters,
): Promise<TrainingDevice> {
  const adapters = device === "cpu" ? [] : await find();
  const facts = adapters.map((it) => ({ name: adapterName(it), software: isSoftwareAdapter(it) }));
  const { device: chosen, reason } = chooseDevice(facts, device);
  if (chosen === "processor") return await openProcessor(threads, reason);
  let opened: Device;
  try {
    opened = await openAdapter(adapters[chosen]);
  } catch (error) {
    if (device !== "auto") throw error;
    const { name } = facts[chosen];
    return await openProcessor(threads, `${name} cannot be opened: ${(error as Error).message}`);
  }
  const tuning = await tune?.(opened) ?? new Tuning();
  return {
    backend: new WebGpuBackend(opened, tuning),
    name: opened.name,
    isProcessor: false,
    description: `${opened.name}: ${reason}`,
    close: () => opened.close(),
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
