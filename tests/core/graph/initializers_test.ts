import { assert, assertAlmostEquals, assertEquals, assertLess } from "@std/assert";
import {
  constant,
  fanIn,
  fanInUniform,
  heNormal,
  normal,
  ones,
  uniform,
  zeros,
} from "../../../core/graph/mod.ts";
import { Random } from "../../../core/random/random.ts";

const variance = (values: Float32Array) =>
  values.reduce((sum, value) => sum + value * value, 0) / values.length;

Deno.test("zeros, ones and constant() fill the shape", () => {
  const random = new Random(1);
  assertEquals(zeros([2], random), Float32Array.of(0, 0));
  assertEquals(ones([1, 2], random), Float32Array.of(1, 1));
  assertEquals(constant(0.5)([], random), Float32Array.of(0.5));
});

Deno.test("uniform() stays in its range and fills it", () => {
  const values = uniform(-2, 3)([10_000], new Random(1));
  assert(values.every((value) => value >= -2 && value < 3));
  assertLess(Math.min(...values), -1.99);
  assertLess(2.99, Math.max(...values));
});

// The variance of 10,000 draws is within 5 % of the true one, by more than 3 standard deviations.
Deno.test("normal() has the deviation asked for", () => {
  assertAlmostEquals(variance(normal(0.1)([10_000], new Random(1))) / 0.01, 1, 0.05);
});

Deno.test("heNormal has variance 2 / fan in", () => {
  assertAlmostEquals(variance(heNormal([50, 8, 5, 5], new Random(1))) / (2 / 200), 1, 0.05);
});

Deno.test("fanInUniform() is bounded by (fan in)^-1/2", () => {
  const values = fanInUniform()([64, 4, 2, 2], new Random(1));
  assertLess(Math.max(...values.map(Math.abs)), 0.25);
  assertAlmostEquals(variance(values) * 3, 1 / 16, 0.01);
  assertLess(Math.max(...fanInUniform(100)([64], new Random(1)).map(Math.abs)), 0.1);
});

Deno.test("fanIn() counts the inputs of one output", () => {
  assertEquals([fanIn([8, 3, 5, 5]), fanIn([8, 3]), fanIn([8])], [75, 3, 1]);
});

Deno.test("initializers draw the same values from the same seed", () => {
  assertEquals(heNormal([3, 4], new Random(7)), heNormal([3, 4], new Random(7)));
});
