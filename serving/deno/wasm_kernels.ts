const FILE = new URL("../../executors/wasm/kernels/kernels.wasm", import.meta.url);

/** The compiled WASM kernels. Read as a file, because a host's older Deno may not import such modules. */
export async function wasmKernels(): Promise<WebAssembly.Module> {
  const bytes = FILE.protocol === "file:"
    ? await Deno.readFile(FILE)
    : await (await fetch(FILE)).bytes(); // Imported from a registry.
  return await WebAssembly.compile(bytes);
}
