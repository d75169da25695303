import { assertAlmostEquals, assertEquals } from "@std/assert";
import { codeStatistics } from "../../training/code_statistics.ts";

Deno.test("codeStatistics() of equally frequent codes", () => {
  const { usage, perplexity, unigramEntropy } = codeStatistics(Uint32Array.of(0, 1, 2, 3), 8);
  assertEquals(usage, 0.5);
  assertAlmostEquals(perplexity, 4, 1e-12);
  assertAlmostEquals(unigramEntropy, Math.log(4), 1e-12);
});

Deno.test("codeStatistics() of codes of different frequency", () => {
  const { usage, unigramEntropy } = codeStatistics(Uint32Array.of(7, 7, 7, 2), 8);
  assertEquals(usage, 0.25);
  assertAlmostEquals(unigramEntropy, -(0.75 * Math.log(0.75) + 0.25 * Math.log(0.25)), 1e-12);
});

Deno.test("codeStatistics() of a collapsed codebook", () => {
  const collapsed = codeStatistics(new Uint32Array(100), 128);
  assertEquals(collapsed, { usage: 1 / 128, perplexity: 1, unigramEntropy: -0 });
});
