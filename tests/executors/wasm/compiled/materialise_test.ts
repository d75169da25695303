import { assertEquals } from "@std/assert";
import {
  add,
  ancestors,
  embedding,
  exp,
  Graph,
  mul,
  slice,
  tanh,
} from "../../../../core/graph/mod.ts";
import { chooseStored } from "../../../../executors/wasm/compiled/materialise.ts";

Deno.test("chooseStored() stores the codes that a scatter reads, not their one_hot", () => {
  const graph = new Graph();
  const table = graph.input("table", [5, 4]);
  const y = embedding(table, graph.input("codes", [2, 3], "u32"));
  const [dTable] = y.op.derivative!(y, graph.input("dY", y.shape));
  const [used] = dTable!.inputs;
  const order = ancestors([dTable!]);
  const stored = chooseStored(order, new Set([dTable!]));
  assertEquals(stored.has(used), false);
  assertEquals(stored.has(used.inputs[0]), true);
});

Deno.test("chooseStored() does not store what is read in two halves", () => {
  const graph = new Graph();
  const x = graph.input("x", [4, 6]);
  const costly = tanh(add(x, x));
  const part = (start: number, size: number) =>
    slice(costly, { starts: [0, start], sizes: [4, size] });
  const halves = mul(part(0, 3), part(3, 3));
  const overlapping = mul(part(0, 4), exp(part(2, 4)));
  const storedFor = (y: typeof x) => chooseStored(ancestors([y]), new Set([y])).has(costly);
  assertEquals([storedFor(halves), storedFor(overlapping)], [false, true]);
});
