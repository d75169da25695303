// @ts-self-types="./module.d.ts"
// The one form in which workerd loads WebAssembly: it compiles no bytes. Deno reads the file instead, as an
// older Deno knows no such import: see serving/deno/edge_kernels.ts.
import source kernels from "./kernels.wasm";

export { kernels };
