import { testProducts } from "./self_test.ts";
import { WasmBackend } from "./training_backend.ts";

/** More threads than this find too little work in a step between two barriers. */
const MOST_THREADS = 8;

/**
 * Opens the processor for training.
 * @param options.threads Default: one for each core, at most 8; 1 where threads cannot share memory (a page without
 * `Cross-Origin-Opener-Policy` and `Cross-Origin-Embedder-Policy`). 1 computes in the calling thread.
 * @throws {RangeError} If there are more threads than can share memory.
 * @throws {Error} If this version of V8 computes a product wrongly.
 */
export async function openCpu(
  { threads }: { readonly threads?: number } = {},
): Promise<WasmBackend> {
  const most = canShareMemory() ? MOST_THREADS : 1;
  threads ??= Math.max(1, Math.min(most, navigator.hardwareConcurrency));
  if (threads > 1 && most === 1) {
    throw new RangeError(
      `Cannot open the processor: expected 1 thread in this page, got ${threads}`,
    );
  }
  await testProducts();
  return new WasmBackend({ threads });
}

/** Whether workers can be given a memory that all of them see. */
function canShareMemory(): boolean {
  const { crossOriginIsolated = true } = globalThis as { crossOriginIsolated?: boolean };
  return crossOriginIsolated && typeof SharedArrayBuffer === "function";
}
