import { fetchBytes } from "./fetch_bytes.ts";
import { PageModelError } from "./page_model.ts";

/**
 * Fetches the WASM kernels.
 * @param assets Address of the folder with the worker's files, with a slash at the end.
 * @throws {PageModelError} `no-webassembly` if this page can't compile them, `unreachable`.
 */
export async function loadKernels(assets: string): Promise<WebAssembly.Module> {
  if (typeof WebAssembly === "undefined") throw missing("this browser has none");
  const bytes = await fetchBytes(new URL("kernels.wasm", assets).href);
  try {
    return await WebAssembly.compile(bytes);
  } catch (cause) {
    throw missing(cause instanceof Error ? cause.message : String(cause), cause);
  }
}

function missing(state: string, cause?: unknown): PageModelError {
  return new PageModelError("no-webassembly", `Cannot use WebAssembly: ${state}`, { cause });
}
