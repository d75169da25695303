import { assertEquals, assertThrows } from "@std/assert";
import {
  add,
  broadcastTo,
  Graph,
  matmul,
  mean,
  reshape,
  scale,
  slice,
  type Tensor,
  zeros,
} from "../../../core/graph/mod.ts";
import { BatchGraph } from "../../../executors/onnx/batch_graph.ts";
import { writeOnnx } from "../../../executors/onnx/write_onnx.ts";

/** A graph of x `[n, 4]`. */
function graphOf(build: (x: Tensor, n: number) => Tensor): (n: number) => Graph {
  return (n) => {
    const graph = new Graph();
    graph.output("y", build(graph.input("x", [n, 4]), n));
    return graph;
  };
}

Deno.test("BatchGraph.shape() tells sides that follow the batch, products of it too", () => {
  const batches = new BatchGraph(graphOf((x, n) => reshape(x, [2 * n, 2])));
  assertEquals(batches.shape(batches.graph.inputs.get("x")!), [-1, 4]);
  assertEquals(batches.shape(batches.graph.outputs.get("y")!), [-1, 2]);
});

Deno.test("BatchGraph() refuses a setting, a constant and a graph that differ between batches", () => {
  const cases: [build: (x: Tensor, n: number) => Tensor, what: string][] = [
    [(x) => mean(x), "setting of scale differs"],
    [
      (x, n) => add(x, x.graph.constant(Float32Array.of(n), [])),
      "a constant differs",
    ],
    // Between the two batches for which a graph is built.
    [(x, n) => n > 1010 ? scale(x, { factor: 2 }) : x, "the graph differs"],
    [(x, n) => n > 1010 ? add(x, x) : scale(x, { factor: 2 }), "an op differs"],
  ];
  for (const [build, what] of cases) {
    assertThrows(() => new BatchGraph(graphOf(build)), TypeError, what);
  }
});

Deno.test("writeOnnx() refuses what no shape can say for every batch", () => {
  const cases: [build: (x: Tensor, n: number) => Tensor, what: string][] = [
    [(x, n) => slice(x, { starts: [1, 0], sizes: [n - 1, 4] }), "it must take the batch whole"],
    [(x, n) => broadcastTo(reshape(x, [1, n, 4]), [n, n, 4]), "must not stretch along the batch"],
    [(x, n) => reshape(broadcastTo(x, [4, n, 4]), [2 * n, 2, 4]), ""],
    [(x, n) => reshape(matmul(x, x, { transposeB: true }), [n, 1, n]), "one side may follow"],
    [(x, n) => add(x, broadcastTo(parameter(x.graph), [n, 4])), "what no input decides"],
  ];
  const weights = { values: new Map([["p", new Float32Array(4)]]), prefix: "" };
  for (const [build, what] of cases) {
    const write = () => writeOnnx("graph", graphOf(build), weights);
    if (what === "") write();
    else assertThrows(write, TypeError, what);
  }
});

function parameter(graph: Graph): Tensor {
  return graph.parameter("p", [4], zeros);
}
