import { assertEquals, assertThrows } from "@std/assert";
import {
  add,
  broadcastTo,
  Graph,
  type GraphFile,
  matmul,
  reshape,
  slice,
  type Tensor,
  traceGraph,
  zeros,
} from "../../../core/graph/mod.ts";
import { BatchGraph } from "../../../executors/onnx/batch_graph.ts";
import { writeOnnx } from "../../../executors/onnx/write_onnx.ts";

/** A graph of x `[n, 4]`. */
function fileOf(build: (x: Tensor, n: number) => Tensor): GraphFile {
  return traceGraph((n) => {
    const graph = new Graph();
    graph.output("y", build(graph.input("x", [n, 4]), n));
    return graph;
  });
}

Deno.test("BatchGraph.shape() tells sides that follow the batch, products of it too", () => {
  const batches = new BatchGraph(fileOf((x, n) => reshape(x, [2 * n, 2])));
  assertEquals(batches.shape(batches.graph.inputs.get("x")!), [-1, 4]);
  assertEquals(batches.shape(batches.graph.outputs.get("y")!), [-1, 2]);
});

Deno.test("writeOnnx() refuses what no shape can say for every batch", () => {
  const cases: [build: (x: Tensor, n: number) => Tensor, what: string][] = [
    [
      (x, n) => slice(reshape(x, [2 * n, 2]), { starts: [0, 0], sizes: [n, 2] }),
      "a slice of the whole batch",
    ],
    [(x, n) => broadcastTo(reshape(x, [1, n, 4]), [n, n, 4]), "no stretching along the batch"],
    [(x, n) => reshape(broadcastTo(x, [4, n, 4]), [2 * n, 2, 4]), ""],
    [(x, n) => reshape(matmul(x, x, { transposeB: true }), [n, 1, n]), "one side to follow"],
    [(x, n) => add(x, broadcastTo(parameter(x.graph), [n, 4])), "a shape that no input decides"],
  ];
  const weights = new Map([["p", new Float32Array(4)]]);
  for (const [build, what] of cases) {
    const write = () => writeOnnx("graph", fileOf(build), weights);
    if (what === "") write();
    else assertThrows(write, TypeError, what);
  }
});

function parameter(graph: Graph): Tensor {
  return graph.parameter("p", [4], zeros);
}
