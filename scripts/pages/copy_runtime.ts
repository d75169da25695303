import { webFile } from "../../vendor/onnxruntime/web_files.ts";
import { KERNELS } from "../kernels/compile_kernels.ts";
import { gzip } from "../../offline/export/gzip.ts";

/** What a page loads of ONNX Runtime Web where it computes on WebGPU. */
const ONNX_RUNTIME = {
  plain: ["ort.webgpu.min.mjs", "ort-wasm-simd-threaded.asyncify.mjs"],
  /** Stored and sent as `.gz`, which the page unpacks: 26 MB, near to what Cloudflare takes of a file. */
  packed: ["ort-wasm-simd-threaded.asyncify.wasm"],
};

/**
 * The kernels and ONNX Runtime, for the folder of the worker that loads them.
 *
 * @param root Folder of the repository.
 * @returns Bytes by path from there.
 */
export async function copyRuntime(root: string): Promise<Map<string, Uint8Array>> {
  const folder = "static/runtime";
  const files = new Map<string, Uint8Array>();
  files.set(`${folder}/kernels.wasm`, await Deno.readFile(`${root}/${KERNELS.binary}`));
  for (const name of ONNX_RUNTIME.plain) {
    files.set(`${folder}/onnxruntime/${name}`, await Deno.readFile(webFile(name)));
  }
  for (const name of ONNX_RUNTIME.packed) {
    files.set(`${folder}/onnxruntime/${name}.gz`, gzip(await Deno.readFile(webFile(name))));
  }
  return files;
}
