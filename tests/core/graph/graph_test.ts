import { assertEquals, assertThrows } from "@std/assert";
import { add, Graph, relu, ShapeError, stridesOf, zeros } from "../../../core/graph/mod.ts";

Deno.test("Graph keeps tensors in topological order", () => {
  const graph = new Graph();
  const x = graph.input("x", [2]);
  const y = add(relu(x), x);
  assertEquals(graph.tensors.map(({ op }) => op.name), ["input", "relu", "add"]);
  assertEquals(graph.tensors[y.id], y);
});

Deno.test("Graph refuses a name twice", () => {
  const graph = new Graph();
  const x = graph.input("x", [2]);
  graph.parameter("w", [2], zeros);
  graph.output("y", x);
  assertThrows(
    () => graph.input("x", [1]),
    TypeError,
    'Cannot add input: expected a new name, got "x" twice',
  );
  assertThrows(() => graph.parameter("w", [1], zeros), TypeError, '"w"');
  assertThrows(() => graph.output("y", x), TypeError, '"y"');
});

Deno.test("Graph.apply() refuses tensors of another graph", () => {
  const x = new Graph().input("x", [2]);
  const y = new Graph().input("y", [2]);
  assertThrows(() => add(x, y), TypeError, "its inputs to be of one graph");
});

Deno.test("Graph.constant() refuses values that do not fill the shape", () => {
  assertThrows(
    () => new Graph().constant(new Float32Array(3), [2, 2]),
    ShapeError,
    "Cannot build constant: expected 3 values to fill the shape, got f32 [2, 2]",
  );
});

Deno.test("Graph.assign() takes a value of the parameter's shape only", () => {
  const graph = new Graph();
  const w = graph.parameter("w", [2], zeros, { trainable: false });
  const x = graph.input("x", [3]);
  assertThrows(() => graph.assign(w, x), ShapeError, "f32 [2], f32 [3]");
  assertThrows(() => graph.assign(x, w), TypeError, "target is no parameter");
  graph.assign(w, relu(w));
  assertEquals(graph.assignments.get("w")?.op.name, "relu");
});

Deno.test("ShapeError carries op, rule and shapes", () => {
  const graph = new Graph();
  const error = assertThrows(
    () => add(graph.input("a", [2, 3]), graph.input("b", [4])),
    ShapeError,
    "Cannot build add: expected shapes to broadcast, got f32 [2, 3], f32 [4]",
  );
  assertEquals(error.op, "add");
  assertEquals(error.rule, "shapes to broadcast");
  assertEquals(error.actual.map(({ shape }) => shape), [[2, 3], [4]]);
});

Deno.test("stridesOf() is row-major", () => {
  assertEquals(stridesOf([2, 3, 4]), [12, 4, 1]);
});
