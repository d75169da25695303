import { assertEquals } from "@std/assert";
import { axisTicks, scaleOf } from "../../../offline/runs/axis.ts";

const linear = (values: number[]) => scaleOf(values, { logarithmic: false });
const helpful = (values: number[]) => scaleOf(values, { logarithmic: "where it helps" });

Deno.test("axisTicks() are round numbers without what binary fractions leave", () => {
  assertEquals(axisTicks(linear([0.05, 0.42]), 4), [0.1, 0.2, 0.3, 0.4]);
});

Deno.test("axisTicks() of a logarithmic scale are powers of ten where there are many", () => {
  assertEquals(axisTicks(helpful([1e-4, 10]), 3), [0.0001, 0.01, 1]);
});

Deno.test("axisTicks() of a narrow logarithmic scale are 1, 2 and 5 times those", () => {
  assertEquals(axisTicks(helpful([0.9, 11]), 4), [1, 2, 5, 10]);
});

Deno.test("scaleOf() is linear where a value is not positive", () => {
  assertEquals(helpful([-1, 100]).logarithmic, false);
});

Deno.test("scaleOf() widens a scale of one value", () => {
  const { low, high, at } = linear([10]);
  assertEquals([low, high, at(10)], [9, 11, 0.5]);
});
