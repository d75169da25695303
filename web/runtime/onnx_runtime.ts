import type * as Ort from "../../vendor/onnxruntime/webgpu.ts";
import { PageModelError } from "./page_model.ts";
import { fetchBytes, unpacked } from "./fetch_bytes.ts";

/** ONNX Runtime Web, of which only the WebGPU provider is used. */
export type OnnxRuntime = typeof Ort;

const FOLDER = "onnxruntime/";
const LOADER = "ort-wasm-simd-threaded.asyncify.mjs";
/** Packed: unpacked it is near the size that static hosts allow. */
const BINARY = "ort-wasm-simd-threaded.asyncify.wasm.gz";
const MAX_BINARY_BYTES = 64 * 2 ** 20;

/**
 * Loads ONNX Runtime, a few megabytes.
 * @param assets Address of the folder with the worker's files, with a slash at the end.
 * @throws {PageModelError} If it cannot be fetched.
 */
export async function loadOnnxRuntime(assets: string): Promise<OnnxRuntime> {
  const at = (file: string) => new URL(FOLDER + file, assets).href;
  const [runtime, packed] = await Promise.all([
    importModule(at("ort.webgpu.min.mjs")),
    fetchBytes(at(BINARY)),
  ]);
  const { wasm } = runtime.env;
  wasm.numThreads = 1; // More would need a page that is isolated from other origins.
  wasm.wasmPaths = { mjs: at(LOADER) };
  wasm.wasmBinary = await unpacked(packed, MAX_BINARY_BYTES);
  return runtime;
}

async function importModule(url: string): Promise<OnnxRuntime> {
  try {
    return await import(url);
  } catch (cause) {
    const state = cause instanceof Error ? cause.message : String(cause);
    throw new PageModelError("unreachable", `Cannot load ONNX Runtime: ${state}`, { cause });
  }
}

/** A WebGPU adapter. @throws {PageModelError} If there is none. */
export async function requireAdapter(): Promise<GPUAdapter> {
  const adapter = await navigator.gpu?.requestAdapter({ powerPreference: "high-performance" });
  if (adapter) return adapter;
  const state = navigator.gpu ? "it finds no adapter" : "this browser or page has none";
  throw new PageModelError("no-webgpu", `Cannot use WebGPU: ${state}`);
}
