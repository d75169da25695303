import { assertEquals, assertThrows } from "@std/assert";
import {
  add,
  evaluate,
  Graph,
  greater,
  mul,
  reduceSum,
  relu,
  ShapeError,
  square,
  stopGradient,
  type Tensor,
} from "../../../core/graph/mod.ts";
import { differentiate } from "../../../core/graph/differentiate.ts";

const X = Float32Array.of(1, -2, 3);

function gradientsOf(build: (x: Tensor) => Tensor, of: (x: Tensor) => Tensor[] = (x) => [x]) {
  const graph = new Graph();
  const x = graph.input("x", [3]);
  const loss = reduceSum(build(x), { axes: [0] });
  return evaluate(graph, differentiate(graph, loss, of(x)), new Map([["x", X]]))
    .map((values) => Array.from(values));
}

Deno.test("differentiate() multiplies along a path", () => {
  assertEquals(gradientsOf((x) => square(square(x))), [[4, -32, 108]]);
});

Deno.test("differentiate() adds over paths", () => {
  assertEquals(gradientsOf((x) => add(mul(x, x), add(x, relu(x)))), [[4, -3, 8]]);
});

Deno.test("differentiate() stops at stopGradient() and at ops without a derivative", () => {
  assertEquals(gradientsOf((x) => mul(stopGradient(x), x)), [[1, -2, 3]]);
  assertEquals(gradientsOf((x) => greater(x, square(x))), [[0, 0, 0]]);
});

Deno.test("differentiate() gives a zero constant where nothing flows", () => {
  const graph = new Graph();
  const [x, unused] = [graph.input("x", [2]), graph.input("unused", [2, 2])];
  const loss = reduceSum(x, { axes: [0] });
  const [gradient] = differentiate(graph, loss, [unused]);
  assertEquals([gradient.op.name, gradient.shape], ["constant", [2, 2]]);
  assertEquals(graph.constants.get(gradient), new Float32Array(4));
});

Deno.test("differentiate() takes tensors within the graph, the loss included", () => {
  let inner: Tensor;
  const gradients = gradientsOf((x) => square(inner = square(x)), () => [inner]);
  assertEquals(gradients, [[2, 8, 18]]);
  const graph = new Graph();
  const loss = reduceSum(graph.input("x", [3]), { axes: [0] });
  const [one] = differentiate(graph, loss, [loss]);
  assertEquals(graph.constants.get(one), Float32Array.of(1));
});

Deno.test("differentiate() can be applied to its own result", () => {
  const graph = new Graph();
  const x = graph.input("x", [3]);
  const [slope] = differentiate(graph, reduceSum(mul(x, square(x)), { axes: [0] }), [x]);
  const [curvature] = differentiate(graph, reduceSum(slope, { axes: [0] }), [x]);
  const [values] = evaluate(graph, [curvature], new Map([["x", X]]));
  assertEquals(Array.from(values), [6, -12, 18]);
});

Deno.test("differentiate() adds nothing for inputs that need no gradient", () => {
  const graph = new Graph();
  const [x, y] = [graph.input("x", [1]), graph.input("y", [1])];
  const loss = mul(add(x, x), add(y, y));
  const before = graph.tensors.length;
  differentiate(graph, loss, [x]);
  const added = graph.tensors.slice(before).filter(({ op }) => op.name === "add");
  assertEquals(added.length, 1); // x's two paths; y's are left out
});

Deno.test("differentiate() refuses a loss of several elements", () => {
  const graph = new Graph();
  const x = graph.input("x", [2]);
  assertThrows(
    () => differentiate(graph, x, [x]),
    ShapeError,
    "Cannot build gradient: expected loss to be one f32, got f32 [2]",
  );
});
