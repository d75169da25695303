import { fetchBytes } from "./fetch_bytes.ts";
import { PageModelError } from "./page_model.ts";

/**
 * The edge kernels, fetched from beside this script.
 * @throws {PageModelError} `no-webassembly` if this page can't compile them, `unreachable`.
 */
export async function loadKernels(): Promise<WebAssembly.Module> {
  if (typeof WebAssembly === "undefined") throw missing("this browser has none");
  const bytes = await fetchBytes(new URL("kernels.wasm", import.meta.url).href);
  try {
    return await WebAssembly.compile(bytes);
  } catch (cause) {
    throw missing(cause instanceof Error ? cause.message : String(cause), cause);
  }
}

function missing(state: string, cause?: unknown): PageModelError {
  return new PageModelError("no-webassembly", `Cannot use WebAssembly: ${state}`, { cause });
}
