const FILE = new URL("../../core/edge/kernels/kernels.wasm", import.meta.url);

/** The edge kernels, compiled. Read as a file: an older Deno, as a host may run, imports no module of this kind. */
export async function edgeKernels(): Promise<WebAssembly.Module> {
  return await WebAssembly.compile(await Deno.readFile(FILE));
}
