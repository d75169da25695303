import { assertEquals, assertThrows } from "@std/assert";
import {
  broadcastTo,
  concat,
  pad,
  reshape,
  ShapeError,
  slice,
  type Tensor,
  transpose,
} from "../../../../core/graph/mod.ts";
import { Random } from "../../../../core/random/random.ts";
import { checkGradient } from "../../../support/gradient_check.ts";
import { compute, f32, numbers, randomF32, u32 } from "../../../support/tensors.ts";

const COUNT = f32([2, 3], [1, 2, 3, 4, 5, 6]);

Deno.test("reshape() keeps the row-major order, and u32", () => {
  const y = compute([COUNT], (x) => reshape(x, [3, 1, 2]));
  assertEquals([y.shape, numbers(y)], [[3, 1, 2], [1, 2, 3, 4, 5, 6]]);
  assertEquals(
    compute([u32([4], [9, 8, 7, 6])], (x) => reshape(x, [2, 2])).values,
    Uint32Array.of(9, 8, 7, 6),
  );
});

Deno.test("reshape() refuses another number of elements", () => {
  assertThrows(
    () => compute([COUNT], (x) => reshape(x, [4])),
    ShapeError,
    "Cannot build reshape: expected x to fill [4], got f32 [2, 3]",
  );
});

Deno.test("transpose() puts axis permutation[i] at i, and keeps u32", () => {
  const y = compute([COUNT], (x) => transpose(x, [1, 0]));
  assertEquals([y.shape, numbers(y)], [[3, 2], [1, 4, 2, 5, 3, 6]]);
  const cube = f32([2, 3, 4], Array.from({ length: 24 }, (_, i) => i));
  const z = compute([cube], (x) => transpose(x, [2, 0, 1]));
  assertEquals(z.shape, [4, 2, 3]);
  assertEquals(numbers(z).slice(0, 8), [0, 4, 8, 12, 16, 20, 1, 5]);
  const codes = compute([u32([2, 1], [5, 6])], (x) => transpose(x, [1, 0]));
  assertEquals(codes.values, Uint32Array.of(5, 6));
});

Deno.test("transpose() and its inverse are the identity", () => {
  const x = randomF32(new Random(1), [2, 3, 4, 5]);
  const y = compute([x], (x) => transpose(transpose(x, [2, 0, 3, 1]), [1, 3, 0, 2]));
  assertEquals(y, x);
});

Deno.test("transpose() refuses what is no permutation", () => {
  assertThrows(
    () => compute([COUNT], (x) => transpose(x, [0, 0])),
    ShapeError,
    "Cannot build transpose: expected [0, 0] to permute the axes, got f32 [2, 3]",
  );
});

Deno.test("slice() takes a box, and keeps u32", () => {
  const y = compute([COUNT], (x) => slice(x, { starts: [0, 1], sizes: [2, 2] }));
  assertEquals([y.shape, numbers(y)], [[2, 2], [2, 3, 5, 6]]);
  const codes = compute([u32([3], [5, 6, 7])], (x) => slice(x, { starts: [2], sizes: [1] }));
  assertEquals(codes.values, Uint32Array.of(7));
});

Deno.test("slice() refuses a box outside x", () => {
  assertThrows(
    () => compute([COUNT], (x) => slice(x, { starts: [0, 2], sizes: [2, 2] })),
    ShapeError,
    "Cannot build slice: expected [2, 2] from [0, 2] to lie inside x, got f32 [2, 3]",
  );
});

Deno.test("pad() surrounds with zeros", () => {
  const y = compute([COUNT], (x) => pad(x, { before: [1, 0], after: [0, 2] }));
  assertEquals([y.shape, numbers(y)], [[3, 5], [0, 0, 0, 0, 0, 1, 2, 3, 0, 0, 4, 5, 6, 0, 0]]);
});

Deno.test("pad() refuses negative counts", () => {
  assertThrows(
    () => compute([COUNT], (x) => pad(x, { before: [-1, 0], after: [0, 0] })),
    ShapeError,
    "Cannot build pad: expected x to be f32 and take [-1, 0] before",
  );
});

Deno.test("concat() joins along any axis", () => {
  const more = f32([2, 1], [7, 8]);
  const y = compute([COUNT, more], (a, b) => concat([a, b, a], { axis: 1 }));
  assertEquals([y.shape, numbers(y)], [[2, 7], [1, 2, 3, 7, 1, 2, 3, 4, 5, 6, 8, 4, 5, 6]]);
  const z = compute([COUNT], (a) => concat([a, a], { axis: 0 }));
  assertEquals([z.shape, numbers(z)], [[4, 3], [1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6]]);
});

Deno.test("concat() refuses inputs that differ elsewhere, and an axis that is not there", () => {
  const more = f32([1, 3], [7, 8, 9]);
  assertThrows(
    () => compute([COUNT, more], (a, b) => concat([a, b], { axis: 1 })),
    ShapeError,
    "Cannot build concat: expected inputs to be f32 and alike but for axis 1, " +
      "got f32 [2, 3], f32 [1, 3]",
  );
  assertThrows(() => compute([COUNT], (a) => concat([a], { axis: 2 })), ShapeError, "axis 2");
  assertThrows(() => concat([], { axis: 0 }), TypeError, "none");
});

Deno.test("broadcastTo() repeats", () => {
  const y = compute([f32([2, 1], [1, 2])], (x) => broadcastTo(x, [2, 2, 3]));
  assertEquals([y.shape, numbers(y)], [[2, 2, 3], [1, 1, 1, 2, 2, 2, 1, 1, 1, 2, 2, 2]]);
});

Deno.test("broadcastTo() refuses to shrink", () => {
  assertThrows(
    () => compute([COUNT], (x) => broadcastTo(x, [1, 3])),
    ShapeError,
    "Cannot build broadcast_to: expected x to be f32 and stretch to [1, 3], got f32 [2, 3]",
  );
});

const VIEWS: Readonly<Record<string, (x: Tensor) => Tensor>> = {
  reshape: (x) => reshape(x, [4, 6]),
  transpose: (x) => transpose(x, [2, 0, 1]),
  slice: (x) => slice(x, { starts: [0, 1, 2], sizes: [2, 2, 1] }),
  pad: (x) => pad(x, { before: [0, 2, 1], after: [1, 0, 3] }),
  concat: (x) => concat([x, slice(x, { starts: [0, 0, 0], sizes: [2, 2, 4] }), x], { axis: 1 }),
  broadcastTo: (x) => broadcastTo(slice(x, { starts: [0, 0, 0], sizes: [2, 1, 4] }), [3, 2, 3, 4]),
};
for (const [name, apply] of Object.entries(VIEWS)) {
  Deno.test(`${name}() passes the gradient check`, () => {
    checkGradient([randomF32(new Random(2), [2, 3, 4])], apply);
  });
}
