import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  Graph,
  isOp,
  isOpName,
  type Op,
  OPS,
  relu,
  reluOp,
  requireKnownOp,
} from "../../../core/graph/mod.ts";

Deno.test("OPS lists every op under its own name", () => {
  assertEquals(Object.values(OPS).map(({ name }) => name), Object.keys(OPS));
});

Deno.test("isOpName() refuses names that every object has", () => {
  assert(isOpName("conv2d"));
  for (const name of ["constructor", "__proto__", "toString", "input"]) assert(!isOpName(name));
});

Deno.test("isOp() refuses an op from outside that borrows a name", () => {
  const x = new Graph().input("x", [2]);
  const borrowed: Op<"relu", Record<never, never>> = { ...reluOp };
  assert(isOp(relu(x), "relu"));
  assert(!isOp(x.graph.apply(borrowed, [x], {}), "relu"));
});

Deno.test("requireKnownOp() names an op that is not in the vocabulary", () => {
  const x = new Graph().input("x", [2]);
  assertThrows(() => requireKnownOp(x), TypeError, 'expected an op of the vocabulary, got "input"');
});
