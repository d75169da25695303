import * as node from "../../vendor/onnxruntime/node.ts";
import * as web from "../../vendor/onnxruntime/web.ts";
import { Graph, relu, traceGraph } from "../../core/graph/mod.ts";
import { writeOnnx } from "../../executors/onnx/write_onnx.ts";
import type { Fed } from "./tensors.ts";

/** A file opened by ONNX Runtime. */
export interface OnnxModel {
  /** The only output. u32 is int32 there. */
  run(feeds: Readonly<Record<string, Fed>>): Promise<Fed>;
  close(): Promise<void>;
}

/** Opens a file. */
export type OpenOnnx = (file: Uint8Array) => Promise<OnnxModel>;

/** What the packages of ONNX Runtime have in common. */
export type OnnxRuntime = Pick<typeof node, "InferenceSession" | "Tensor">;

/** ONNX Runtime's C++ on this machine. */
export const openNative: OpenOnnx = (file) =>
  openWith(node, file, { intraOpNumThreads: 1, interOpNumThreads: 1 });

/** ONNX Runtime's WebAssembly, as in a page without WebGPU; {@link loadWasm} comes first. */
export const openWasm: OpenOnnx = (file) => openWith(web, file, { executionProviders: ["wasm"] });

/** The package that {@link openWasm} opens with. */
export const WASM_RUNTIME = web;

/**
 * Loads the WebAssembly of a package, which keeps a message port from then on: before the tests, it is
 * no leak of one of them.
 */
export async function loadWasm(runtime: OnnxRuntime & Pick<typeof web, "env">): Promise<void> {
  runtime.env.wasm.numThreads = 1;
  const build = (n: number) => {
    const graph = new Graph();
    graph.output("y", relu(graph.input("x", [n])));
    return graph;
  };
  const file = writeOnnx("relu", traceGraph(build), new Map());
  await (await openWith(runtime, file, { executionProviders: ["wasm"] })).close();
}

/** Opens a file with a package. */
export async function openWith(
  { InferenceSession, Tensor }: OnnxRuntime,
  file: Uint8Array,
  options: node.InferenceSession.SessionOptions,
): Promise<OnnxModel> {
  const session = await InferenceSession.create(file, options);
  return {
    run: async (feeds) => {
      const tensors = Object.entries(feeds).map(([name, { shape, values }]) => [
        name,
        values instanceof Float32Array
          ? new Tensor("float32", values, shape)
          : new Tensor("int32", Int32Array.from(values), shape),
      ]);
      const [output] = Object.values(await session.run(Object.fromEntries(tensors)));
      const values = output.type === "int32"
        ? Uint32Array.from(output.data as Int32Array)
        : output.data as Float32Array;
      return { shape: output.dims, values };
    },
    close: () => session.release(),
  };
}

/** Opens a file, uses it and closes it. */
export async function withOnnx<T>(
  open: OpenOnnx,
  file: Uint8Array,
  use: (model: OnnxModel) => Promise<T>,
): Promise<T> {
  const model = await open(file);
  try {
    return await use(model);
  } finally {
    await model.close();
  }
}
