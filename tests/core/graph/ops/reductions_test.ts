import { assertEquals, assertThrows } from "@std/assert";
import { argmin, mean, reduceSum, ShapeError } from "../../../../core/graph/mod.ts";
import { Random } from "../../../../core/random/random.ts";
import { checkGradient } from "../../../support/gradient_check.ts";
import { compute, f32, numbers, randomF32, u32 } from "../../../support/tensors.ts";

const CUBE = f32([2, 3, 2], Array.from({ length: 12 }, (_, i) => i));

Deno.test("reduceSum() sums over any axes", () => {
  const outer = compute([CUBE], (x) => reduceSum(x, { axes: [0, 2] }));
  assertEquals([outer.shape, numbers(outer)], [[3], [14, 22, 30]]);
  const middle = compute([CUBE], (x) => reduceSum(x, { axes: [1], keepDims: true }));
  assertEquals([middle.shape, numbers(middle)], [[2, 1, 2], [6, 9, 24, 27]]);
  const all = compute([CUBE], (x) => reduceSum(x, { axes: [0, 1, 2] }));
  assertEquals([all.shape, numbers(all)], [[], [66]]);
});

Deno.test("reduceSum() adds in f64", () => {
  const y = compute([f32([3], [2 ** 24, 1, 1])], (x) => reduceSum(x, { axes: [0] }));
  assertEquals(numbers(y), [2 ** 24 + 2]); // f32 sums would stay at 2^24
});

Deno.test("reduceSum() refuses axes that are not there or not ascending", () => {
  assertThrows(
    () => compute([CUBE], (x) => reduceSum(x, { axes: [1, 3] })),
    ShapeError,
    "Cannot build reduce_sum: expected x to be f32 and have the ascending axes [1, 3], " +
      "got f32 [2, 3, 2]",
  );
  assertThrows(() => compute([CUBE], (x) => reduceSum(x, { axes: [1, 0] })), ShapeError, "[1, 0]");
});

Deno.test("mean() averages over all axes unless told", () => {
  assertEquals(numbers(compute([CUBE], (x) => mean(x))), [5.5]);
  assertEquals(numbers(compute([CUBE], (x) => mean(x, { axes: [0, 1] }))), [5, 6]);
});

for (const axes of [[0], [1], [0, 2], [0, 1, 2]]) {
  for (const keepDims of [false, true]) {
    Deno.test(`reduceSum() over [${axes}], keepDims ${keepDims}, passes the gradient check`, () => {
      checkGradient([randomF32(new Random(1), [2, 3, 4])], (x) => reduceSum(x, { axes, keepDims }));
    });
  }
}

Deno.test("argmin() takes the lowest index on a tie", () => {
  const x = f32([2, 4], [3, 1, 1, 2, 5, 5, 5, 5]);
  const y = compute([x], (x) => argmin(x, { axis: 1 }));
  assertEquals([y.shape, y.values], [[2], Uint32Array.of(1, 0)]);
});

Deno.test("argmin() works along any axis", () => {
  const x = f32([2, 2, 2], [0, 9, 1, 8, 7, 2, 3, 6]);
  const along = (axis: number) => numbers(compute([x], (x) => argmin(x, { axis })));
  assertEquals(along(0), [0, 1, 0, 1]);
  assertEquals(along(1), [0, 1, 1, 0]);
  assertEquals(along(2), [0, 0, 1, 0]);
});

Deno.test("argmin() refuses u32 and a missing axis", () => {
  assertThrows(
    () => compute([u32([2], [1, 0])], (x) => argmin(x, { axis: 0 })),
    ShapeError,
    "Cannot build argmin: expected x to be f32, got u32 [2]",
  );
  assertThrows(() => compute([CUBE], (x) => argmin(x, { axis: 3 })), ShapeError, "axis 3");
});
