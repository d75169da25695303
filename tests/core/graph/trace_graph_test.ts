import { assertEquals, assertThrows } from "@std/assert";
import {
  add,
  broadcastTo,
  evaluate,
  Graph,
  instantiate,
  mul,
  normal,
  readGraphFile,
  relu,
  reshape,
  scale,
  slice,
  traceGraph,
} from "../../../core/graph/mod.ts";

function layered(n: number): Graph {
  const graph = new Graph();
  const x = graph.input("x", [n, 2, 3]);
  const flat = reshape(x, [2 * n, 3]);
  const weight = graph.parameter("layer.weight", [3], normal(1));
  const offset = graph.constant(Float32Array.of(0.1), []);
  relu(weight); // Nothing needs it.
  const sum = add(mul(flat, weight), offset);
  graph.output("y", slice(sum, { starts: [0, 1], sizes: [2 * n, 2] }));
  return graph;
}

Deno.test("traceGraph() writes sides that follow the number of images as multiples of n", () => {
  const { tensors, outputs } = traceGraph(layered, { prefix: "prior." });
  assertEquals(tensors, [
    { op: "input", name: "x", dtype: "f32", shape: ["n", 2, 3] },
    { op: "reshape", inputs: [0], attributes: { shape: ["2n", 3] } },
    { op: "parameter", name: "prior.layer.weight", shape: [3] },
    { op: "constant", dtype: "f32", shape: [], values: [Math.fround(0.1)] },
    { op: "mul", inputs: [1, 2] },
    { op: "add", inputs: [4, 3] },
    { op: "slice", inputs: [5], attributes: { starts: [0, 1], sizes: ["2n", 2] } },
  ]);
  assertEquals(outputs, { y: 6 });
});

Deno.test("instantiate() makes of a traced graph, through JSON, the graph for any number of images", () => {
  const file = readGraphFile(JSON.parse(JSON.stringify(traceGraph(layered))));
  for (const n of [1, 2, 5]) {
    const [built, read] = [layered(n), instantiate(file, n)];
    const feeds = new Map([
      ["x", Float32Array.from({ length: 6 * n }, (_, i) => Math.sin(i))],
      ["layer.weight", Float32Array.of(1, -2, 0.3)],
    ]);
    const values = [built, read].map((graph) => evaluate(graph, [graph.outputs.get("y")!], feeds));
    assertEquals(values[1], values[0]);
  }
});

Deno.test("traceGraph() refuses a side that is neither fixed nor a multiple of the images", () => {
  const build = (n: number) => {
    const graph = new Graph();
    graph.output("y", broadcastTo(graph.input("x", [1]), [n + 1]));
    return graph;
  };
  assertThrows(() => traceGraph(build), TypeError, "a side of broadcast_to to be fixed or");
});

Deno.test("traceGraph() refuses a setting that follows the images", () => {
  const build = (n: number) => {
    const graph = new Graph();
    graph.output("y", scale(graph.input("x", [n]), { factor: 1 / n }));
    return graph;
  };
  assertThrows(() => traceGraph(build), TypeError, "factor of scale");
});

Deno.test("traceGraph() refuses graphs of other ops", () => {
  const build = (n: number) => {
    const graph = new Graph();
    const x = graph.input("x", [n]);
    graph.output("y", n < 1010 ? relu(x) : scale(x, { factor: 2 }));
    return graph;
  };
  assertThrows(() => traceGraph(build), TypeError, "op of tensor 1");
});
