import { assertEquals } from "@std/assert";
import { guide } from "../../generation/guide.ts";

function guided(strength: number): number[] {
  const out = new Float64Array(2);
  guide(Float32Array.of(3, 1), Float32Array.of(1, 2), { strength, out });
  return [...out];
}

Deno.test("guide() leaves the unconditional logits at 0 and the conditional ones at 1", () => {
  assertEquals(guided(0), [1, 2]);
  assertEquals(guided(1), [3, 1]);
});

Deno.test("guide() goes beyond the conditional logits above 1", () => {
  assertEquals(guided(2), [5, 0]);
});
