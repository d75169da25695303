import { assertEquals } from "@std/assert";
import { Graph, relu, reshape } from "../../../core/graph/mod.ts";
import { sharersOf } from "../../../executors/storage/sharers_of.ts";

Deno.test("sharersOf() follows reshapes", () => {
  const x = new Graph().input("x", [6]);
  const [a, b] = [reshape(x, [2, 3]), relu(x)];
  const c = reshape(a, [3, 2]);
  assertEquals([sharersOf(c), sharersOf(b)], [[c, a, x], [b]]);
});
