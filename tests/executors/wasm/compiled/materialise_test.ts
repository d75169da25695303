import { assertEquals } from "@std/assert";
import { ancestors, embedding, Graph } from "../../../../core/graph/mod.ts";
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
