import { assertAlmostEquals, assertEquals } from "@std/assert";
import { logProbability } from "../../generation/log_probability.ts";

Deno.test("logProbability() of equal logits is -ln k", () => {
  assertAlmostEquals(logProbability(new Float32Array(128), 5), -Math.log(128), 1e-14);
});

Deno.test("logProbability() sums to 1 for large logits", () => {
  const logits = Float32Array.of(1000, 999, -1000);
  const sum = [0, 1, 2].reduce((sum, code) => sum + Math.exp(logProbability(logits, code)), 0);
  assertAlmostEquals(sum, 1, 1e-14);
  assertEquals(logProbability(logits, 2) < -1999, true);
});
