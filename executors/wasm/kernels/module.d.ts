/** The edge kernels, compiled. */
export declare const kernels: WebAssembly.Module;
