import { loadWasm, openNative, openWasm, WASM_RUNTIME } from "../../support/onnx_runtime.ts";
import { testShippedBundle } from "./shipped_bundle.ts";

await loadWasm(WASM_RUNTIME);

testShippedBundle("ONNX Runtime", openNative, Deno.test);
testShippedBundle("ONNX Runtime Web's WebAssembly", openWasm, Deno.test);
