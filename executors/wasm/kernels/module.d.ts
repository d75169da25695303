/** The WASM kernels, compiled. */
export declare const kernels: WebAssembly.Module;
