import type { GraphFile, Values } from "../../core/graph/mod.ts";
import { BatchGraph } from "./batch_graph.ts";
import { encodeModel } from "./model_proto.ts";
import { OnnxWriter } from "./onnx_writer.ts";
import { RULES } from "./rules.ts";

/**
 * A graph as the bytes of an `.onnx` file: its inputs and outputs, u32 as int32, with the axis `n`
 * where a side follows the batch; each parameter is an initializer of its name.
 *
 * @param weights Values of the parameters by name.
 * @throws {TypeError} If an op has no form in ONNX, a weight is missing, or what no input decides follows the batch.
 */
export function writeOnnx(
  name: string,
  file: GraphFile,
  weights: ReadonlyMap<string, Values>,
): Uint8Array<ArrayBuffer> {
  const batches = new BatchGraph(file);
  const writer = new OnnxWriter(batches, weights);
  writer.writeOutputs(RULES);
  const { nodes, initializers } = writer;
  const { inputs, outputs } = batches.graph;
  return encodeModel({
    name,
    inputs: writer.ports(inputs),
    outputs: writer.ports(outputs),
    nodes,
    initializers,
  });
}
