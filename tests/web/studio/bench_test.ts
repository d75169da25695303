import { assertEquals, assertStrictEquals } from "@std/assert";
import { benchOf, keptCodes, markErased, putCode } from "../../../web/studio/bench.ts";

Deno.test("markErased() keeps the codes, so that restoring gives the bench back", () => {
  const bench = benchOf(Uint32Array.of(5, 6, 7), 1);
  const erased = markErased(bench, [0, 2], true);
  assertEquals(keptCodes(erased), [null, 6, null]);
  assertEquals(markErased(erased, [0, 2], false), bench);
  assertEquals(erased.class, 1);
});

Deno.test("markErased() gives the same bench where nothing changes", () => {
  const bench = markErased(benchOf([5, 6]), [1], true);
  assertStrictEquals(markErased(bench, [1], true), bench);
  assertStrictEquals(markErased(bench, [0], false), bench);
});

Deno.test("putCode() changes one code and restores its position", () => {
  const bench = markErased(benchOf([5, 6]), [0, 1], true);
  assertEquals(keptCodes(putCode(bench, 1, 9)), [null, 9]);
  assertEquals(keptCodes(putCode(bench, 1, 6)), [null, 6]);
  assertEquals(bench.codes, [5, 6]);
});

Deno.test("putCode() gives the same bench for the code that is there", () => {
  const bench = benchOf([5, 6]);
  assertStrictEquals(putCode(bench, 0, 5), bench);
});
