import { assertEquals, assertLess } from "@std/assert";
import * as ops from "../../../../core/graph/mod.ts";
import { Graph } from "../../../../core/graph/mod.ts";
import { costOf } from "../../../../executors/wasm/pointwise/cost.ts";

Deno.test("costOf() separates views, arithmetic, costly ops and what must be stored", () => {
  const x = new Graph().input("x", [4, 4]);
  assertEquals(costOf(ops.transpose(x, [1, 0])), 0);
  assertEquals(costOf(ops.add(x, x)), 1);
  assertLess(20, costOf(ops.tanh(x)));
  assertEquals(costOf(ops.matmul(x, x)), Infinity);
  assertEquals(costOf(x), Infinity);
});
