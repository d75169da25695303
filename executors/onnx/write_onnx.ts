import type { Graph } from "../../core/graph/mod.ts";
import { BatchGraph } from "./batch_graph.ts";
import { encodeModel } from "./model_proto.ts";
import { OnnxWriter, type Weights } from "./onnx_writer.ts";
import { RULES } from "./rules.ts";

/**
 * A graph as the bytes of an `.onnx` file: its inputs and outputs, u32 as int32, with the axis `n`
 * where a side follows the batch; each parameter is an initializer of its name.
 *
 * @param build Makes the graph for n images; what no input decides must not depend on n.
 * @throws {TypeError} If an op has no form in ONNX, a weight is missing or n decides more than sides.
 */
export function writeOnnx(
  name: string,
  build: (n: number) => Graph,
  weights: Weights,
): Uint8Array<ArrayBuffer> {
  const batches = new BatchGraph(build);
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
