import { testBlocks } from "./pointwise/test_blocks.ts";
import { testProducts } from "./self_test.ts";
import type { StartWorker } from "./threads/worker_pool.ts";
import { WasmBackend } from "./training_backend.ts";

/** More threads than this find too little work in a step between two barriers. */
const MOST_THREADS = 8;

/** How the processor is opened. */
export interface CpuOptions {
  /** Default: {@link defaultThreads}. 1 computes in the calling thread. */
  readonly threads?: number;
  /** Of the device. Default: `cpu` and the number of threads. */
  readonly name?: string;
  /** Starts the worker of a thread, where `threads/worker.ts` is not found beside this file: in a bundle. */
  readonly startWorker?: StartWorker;
}

/**
 * Opens the processor for training.
 * @throws {RangeError} If there are more threads than can share memory.
 * @throws {Error} If this version of V8 computes wrongly.
 */
export async function openCpu(
  { threads = defaultThreads(), name, startWorker }: CpuOptions = {},
): Promise<WasmBackend> {
  if (threads > 1 && !canShareMemory()) {
    throw new RangeError(
      `Cannot open the processor: expected 1 thread in this page, got ${threads}`,
    );
  }
  const [vectorRegisters] = await Promise.all([testProducts(), testBlocks()]);
  return new WasmBackend({ threads, vectorRegisters, startWorker }, name);
}

/**
 * Threads to train with: one for each core, at most 8; 1 where threads cannot share memory (a page without
 * `Cross-Origin-Opener-Policy` and `Cross-Origin-Embedder-Policy`).
 */
export function defaultThreads(): number {
  const most = canShareMemory() ? MOST_THREADS : 1;
  return Math.max(1, Math.min(most, navigator.hardwareConcurrency));
}

/** Whether workers can be given a memory that all of them see. */
function canShareMemory(): boolean {
  const { crossOriginIsolated = true } = globalThis as { crossOriginIsolated?: boolean };
  return crossOriginIsolated && typeof SharedArrayBuffer === "function";
}
