import { assertEquals, assertThrows } from "@std/assert";
import { embedding, oneHot, ShapeError } from "../../../../core/graph/mod.ts";
import { Random } from "../../../../core/random/random.ts";
import { checkGradient } from "../../../support/gradient_check.ts";
import { compute, f32, numbers, randomF32, u32 } from "../../../support/tensors.ts";

Deno.test("oneHot() inserts its axis anywhere", () => {
  const codes = u32([2, 2], [0, 2, 1, 0]);
  const last = compute([codes], (x) => oneHot(x, { depth: 3, axis: 2 }));
  assertEquals([last.shape, numbers(last)], [[2, 2, 3], [1, 0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 0]]);
  const middle = compute([codes], (x) => oneHot(x, { depth: 3, axis: 1 }));
  assertEquals([middle.shape, numbers(middle)], [[2, 3, 2], [1, 0, 0, 0, 0, 1, 0, 1, 1, 0, 0, 0]]);
});

Deno.test("oneHot() of a code outside is all zeros", () => {
  assertEquals(numbers(compute([u32([1], [3])], (x) => oneHot(x, { depth: 3, axis: 1 }))), [
    0,
    0,
    0,
  ]);
});

Deno.test("oneHot() refuses f32 codes", () => {
  assertThrows(
    () => compute([f32([1], [0])], (x) => oneHot(x, { depth: 3, axis: 0 })),
    ShapeError,
    "Cannot build one_hot: expected codes to be u32 and depth 3 positive, got f32 [1]",
  );
});

Deno.test("embedding() takes rows of the table", () => {
  const table = f32([3, 2], [1, 2, 3, 4, 5, 6]);
  const y = compute([table, u32([2, 2], [2, 0, 0, 1])], embedding);
  assertEquals([y.shape, numbers(y)], [[2, 2, 2], [5, 6, 1, 2, 1, 2, 3, 4]]);
});

Deno.test("embedding() refuses a code outside the table", () => {
  assertThrows(
    () => compute([f32([2, 1], [1, 2]), u32([1], [2])], embedding),
    RangeError,
    "Cannot read embedding: expected codes to be below 2, got 2",
  );
});

Deno.test("embedding() refuses f32 codes and tables of another rank", () => {
  const rule = "Cannot build embedding: expected an f32 table [k, d] and u32 codes";
  assertThrows(
    () => compute([f32([1, 1], [1]), f32([1], [0])], embedding),
    ShapeError,
    `${rule}, got f32 [1, 1], f32 [1]`,
  );
  assertThrows(() => compute([f32([1], [1]), u32([1], [0])], embedding), ShapeError, rule);
});

Deno.test("embedding() passes the gradient check, a row used twice included", () => {
  const table = randomF32(new Random(1), [4, 3]);
  checkGradient([table, u32([2, 3], [3, 1, 1, 0, 3, 1])], embedding);
});
