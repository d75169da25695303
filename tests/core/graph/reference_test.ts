import { assertEquals, assertThrows } from "@std/assert";
import { add, ancestors, evaluate, Graph, mul, relu, zeros } from "../../../core/graph/mod.ts";

Deno.test("evaluate() computes several outputs from inputs, parameters and constants", () => {
  const graph = new Graph();
  const x = graph.input("x", [2]);
  const w = graph.parameter("w", [2], zeros);
  const product = mul(x, w);
  const sum = add(product, graph.constant(Float32Array.of(10, 20), [2]));
  const feeds = new Map([["x", Float32Array.of(1, 2)], ["w", Float32Array.of(3, 4)]]);
  assertEquals(evaluate(graph, [sum, product], feeds), [
    Float32Array.of(13, 28),
    Float32Array.of(3, 8),
  ]);
});

Deno.test("evaluate() asks only for the feeds it needs", () => {
  const graph = new Graph();
  const x = graph.input("x", [1]);
  relu(graph.input("unused", [1]));
  assertEquals(evaluate(graph, [relu(x)], new Map([["x", Float32Array.of(-1)]])), [
    Float32Array.of(0),
  ]);
});

Deno.test("evaluate() names a missing feed and one of the wrong length", () => {
  const graph = new Graph();
  const x = graph.input("x", [2]);
  assertThrows(
    () => evaluate(graph, [relu(x)], new Map()),
    TypeError,
    'Cannot feed input "x": expected 2 values, got none',
  );
  assertThrows(
    () => evaluate(graph, [relu(x)], new Map([["x", new Float32Array(3)]])),
    TypeError,
    "3 given",
  );
});

Deno.test("ancestors() lists what outputs need, inputs first", () => {
  const graph = new Graph();
  const x = graph.input("x", [1]);
  const y = relu(x);
  relu(y);
  const z = add(y, x);
  assertEquals(ancestors([z]), [x, y, z]);
});
