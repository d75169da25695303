import { assertEquals } from "@std/assert";
import { bundleOnnx } from "../../../offline/export/bundle_onnx.ts";
import { loadWasm, openNative, openWasm, WASM_RUNTIME } from "../../support/onnx_runtime.ts";
import { readOnnx } from "../../executors/onnx/read_onnx.ts";
import { shippedBundle, testShippedBundle } from "./shipped_bundle.ts";

await loadWasm(WASM_RUNTIME);

testShippedBundle("ONNX Runtime", openNative, Deno.test);
testShippedBundle("ONNX Runtime Web's WebAssembly", openWasm, Deno.test);

Deno.test("bundleOnnx() gives the ONNX files of the shipped bundle, without added channels", async () => {
  const { bundle, files } = await shippedBundle();
  for (const [name, file] of bundleOnnx(bundle)) {
    assertEquals(files.get(name), file, name);
    assertEquals(readOnnx(file).operators.includes("Pad"), false, name);
  }
});
