import type { Backend } from "../runtime/page_model.ts";

const NAMES: Readonly<Record<Backend, string>> = {
  webgpu: "WebGPU",
  wasm: "WebAssembly",
  javascript: "JavaScript",
};

/** How people call a backend. */
export function backendName(backend: Backend): string {
  return NAMES[backend];
}

/** What computed and how long it took: `3.1 ms on WebAssembly`. */
export function backendText(
  { backend, milliseconds }: { backend: Backend; milliseconds: number },
): string {
  return `${millisecondsText(milliseconds)} on ${backendName(backend)}`;
}

/** `0.4 ms`, `12 ms`, `3.4 s`: two digits that count. */
export function millisecondsText(milliseconds: number): string {
  if (milliseconds >= 999.5) return `${(milliseconds / 1000).toFixed(1)} s`;
  return `${milliseconds.toFixed(milliseconds < 9.95 ? 1 : 0)} ms`;
}
