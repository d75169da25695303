import { assertEquals, assertThrows } from "@std/assert";
import { literal } from "../../../../executors/webgpu/compiled/pointwise_rules.ts";

Deno.test("literal() writes a number as WGSL reads it", () => {
  assertEquals([2, -0.5, 2 ** -30, 2 ** 70].map(literal), [
    "2f",
    "(-0.5f)",
    "9.313225746154785e-10f",
    "1.1805916207174113e+21f",
  ]);
  for (const value of [NaN, Infinity, 1e39]) {
    assertThrows(() => literal(value), RangeError, `expected a finite f32, got ${value}`);
  }
});
