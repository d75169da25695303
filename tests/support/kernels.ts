/** The WASM kernels as they are in the repository. */
export const KERNELS = new WebAssembly.Module(
  Deno.readFileSync(new URL("../../executors/wasm/kernels/kernels.wasm", import.meta.url)),
);
