const FILE = new URL("../../executors/wasm/kernels/kernels.wasm", import.meta.url);

/** The WASM kernels, compiled. Read as a file: an older Deno, as a host may run, imports no module of this kind. */
export async function wasmKernels(): Promise<WebAssembly.Module> {
  return await WebAssembly.compile(await Deno.readFile(FILE));
}
