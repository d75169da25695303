// Not in the import map, whose packages `deno task` and `deno install` resolve: 430 MB that only tests need.
// Imported as an address alone downloads nothing.
// deno-lint-ignore no-import-prefix
import "npm:onnxruntime-web@1.29.0/webgpu";

/**
 * Address of a file of ONNX Runtime Web on this machine.
 * @param name In the package's `dist` folder.
 */
export function webFile(name: string): URL {
  return new URL(name, import.meta.resolve("npm:onnxruntime-web@1.29.0/webgpu"));
}
