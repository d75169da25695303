import { assertEquals, assertLess, assertThrows } from "@std/assert";
import * as ops from "../../../../core/graph/mod.ts";
import { evaluate, Graph, type Tensor } from "../../../../core/graph/mod.ts";
import { Random } from "../../../../core/random/random.ts";
import { differenceOf } from "../../../support/difference_of.ts";
import { runLowered } from "../../../support/run_lowered.ts";
import { lowerOwn } from "./lower_own.ts";

/** Whole numbers: what is made of a few of them is exact in f32. */
function wholeNumbers(random: Random, length: number): Float32Array {
  return Float32Array.from({ length }, () => random.integer(9) - 4);
}

/** Passes of many units, by name: their value from an input of a shape. */
const LARGE: Readonly<Record<string, readonly [shape: number[], build: (x: Tensor) => Tensor]>> = {
  "one row, of a length with few divisors": [[40009], (x) => ops.scale(x, { factor: 2 })],
  "one row, of a length with many": [[64, 49 * 16], (x) => ops.relu(x)],
  "rows with a number each": [
    [7, 50, 71],
    (x) => ops.add(x, ops.slice(x, { starts: [0, 0, 5], sizes: [7, 50, 1] })),
  ],
  "two halves in turn": [[9, 6, 31, 17], (x) =>
    ops.add(
      ops.pad(x, { before: [0, 6, 0, 0], after: [0, 0, 0, 0] }),
      ops.pad(ops.relu(x), { before: [0, 0, 0, 0], after: [0, 6, 0, 0] }),
    )],
  "frames around images": [
    [5, 40, 9, 10],
    (x) => ops.pad(x, { before: [0, 0, 1, 2], after: [0, 0, 3, 1] }),
  ],
  "an axis moved inwards": [[11, 37, 61], (x) => ops.transpose(x, [0, 2, 1])],
  "tensors one after the other": [[3, 5001], (x) => ops.concat([x, ops.relu(x), x], { axis: 0 })],
};

for (const [name, [shape, build]] of Object.entries(LARGE)) {
  Deno.test(`lowerPointwise() computes ${name}`, () => {
    const graph = new Graph();
    const y = build(graph.input("x", shape));
    const feeds = new Map([["x", wholeNumbers(new Random(2), ops.sizeOf(shape))]]);
    const [actual] = runLowered(graph, [y], { feeds, isStored: () => false, lower: lowerOwn });
    assertEquals(actual, evaluate(graph, [y], feeds)[0]);
  });
}

for (const shape of [[40009], [33, 20, 7, 7], [50, 3, 5], [6, 301]]) {
  Deno.test(`lowerPointwise() draws the dropout of [${shape}] as the reference`, () => {
    const graph = new Graph();
    const x = graph.input("x", shape);
    const offset = graph.input("offset", shape.map((side, axis) => axis < 2 ? side : 1));
    const key = graph.constant(Uint32Array.of(0xdeadbeef, 7), [2]);
    const kept = [x, ops.add(x, offset)].map((it) => ops.dropout(it, key, { rate: 0.3, salt: 5 }));
    const random = new Random(2);
    const feeds = new Map([x, offset].map(({ name, size }) => [name!, wholeNumbers(random, size)]));
    const actual = runLowered(graph, kept, { feeds, isStored: () => false, lower: lowerOwn });
    // A product with 0 may have its sign.
    evaluate(graph, kept, feeds).forEach((it, i) => assertEquals(differenceOf(it, actual[i]), 0));
  });

  Deno.test(`lowerPointwise() computes a gate of [${shape}] as the reference`, () => {
    const graph = new Graph();
    const x = graph.input("x", shape);
    const offset = graph.input("offset", shape.map((side, axis) => axis < 2 ? side : 1));
    const sum = ops.add(x, offset);
    // A power of a power: blocks that need others.
    const y = ops.mul(ops.tanh(sum), ops.sigmoid(ops.exp(ops.scale(sum, { factor: 0.3 }))));
    const random = new Random(2);
    const feeds = new Map([x, offset].map(({ name, size }) => [name!, wholeNumbers(random, size)]));
    const [actual] = runLowered(graph, [y], { feeds, isStored: () => false, lower: lowerOwn });
    assertLess(differenceOf(evaluate(graph, [y], feeds)[0], actual), 1e-6);
  });
}

Deno.test("lowerPointwise() keeps NaN and infinity", () => {
  const graph = new Graph();
  const x = graph.input("x", [3]);
  const zero = graph.constant(Float32Array.of(0), [1]);
  const chains = [ops.relu(x), ops.tanh(x), ops.add(x, zero), ops.sqrt(x), ops.select(x, x, zero)];
  const feeds = new Map([["x", Float32Array.of(NaN, Infinity, 2)]]);
  const actual = runLowered(graph, chains, { feeds, isStored: () => false, lower: lowerOwn });
  assertEquals(actual.map(([first]) => first), [NaN, NaN, NaN, NaN, NaN]);
  assertEquals(actual.map(([, second]) => second), [Infinity, 1, Infinity, Infinity, Infinity]);
});

Deno.test("lowerPointwise() reads no memory outside a table for a code outside it", () => {
  const graph = new Graph();
  const table = graph.input("table", [3, 2]);
  const codes = graph.constant(Uint32Array.of(1, 3, 2 ** 32 - 1), [3]);
  const feeds = new Map([["table", Float32Array.of(1, 2, 3, 4, 5, 6)]]);
  const y = ops.embedding(table, codes);
  const [rows] = runLowered(graph, [y], { feeds, isStored: () => false, lower: lowerOwn });
  assertEquals([...rows], [3, 4, 5, 6, 5, 6]);
});

Deno.test("lowerPointwise() refuses to compute a product", () => {
  const graph = new Graph();
  const product = ops.matmul(graph.input("a", [3, 4]), graph.input("b", [4, 2]));
  const run = (y: Tensor) => {
    const feeds = new Map([["a", new Float32Array(12)], ["b", new Float32Array(8)]]);
    runLowered(graph, [y], { feeds, isStored: () => false, lower: lowerOwn });
  };
  assertThrows(() => run(ops.relu(product)), TypeError, "Cannot read matmul 2: expected a stored");
  const codes = graph.constant(Uint32Array.of(1), [1]);
  assertThrows(
    () => run(ops.embedding(product, codes)),
    TypeError,
    "Cannot store a tensor: expected",
  );
});
