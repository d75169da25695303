import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { crossEntropy, exp, logSoftmax, ShapeError, softmax } from "../../../../core/graph/mod.ts";
import { Random } from "../../../../core/random/random.ts";
import { checkGradient } from "../../../support/gradient_check.ts";
import { compute, f32, numbers, randomF32, u32 } from "../../../support/tensors.ts";

Deno.test("softmax() of hand-made logits", () => {
  const y = compute([f32([1, 3], [0, Math.log(2), Math.log(5)])], (x) => softmax(x, { axis: 1 }));
  // ln 2 and ln 5 were rounded to f32.
  numbers(y).forEach((value, i) => assertAlmostEquals(value, [1, 2, 5][i] / 8, 1e-7));
});

Deno.test("softmax() sums to 1 along any axis and does not change with a shift", () => {
  const x = randomF32(new Random(1), [2, 5, 3], -4, 4);
  for (const axis of [0, 1, 2]) {
    const y = compute([x], (x) => softmax(x, { axis }));
    const total = numbers(y).reduce((sum, value) => sum + value, 0);
    assertAlmostEquals(total, 30 / x.shape[axis], 1e-5);
    const shifted = f32(x.shape, Array.from(x.values, (value) => Math.round(value) + 64));
    const plain = f32(x.shape, Array.from(x.values, (value) => Math.round(value)));
    assertEquals(
      compute([shifted], (x) => softmax(x, { axis })),
      compute([plain], (x) => softmax(x, { axis })),
    );
  }
});

Deno.test("softmax() and logSoftmax() do not overflow", () => {
  const x = f32([2], [1e30, -1e30]);
  assertEquals(numbers(compute([x], (x) => softmax(x, { axis: 0 }))), [1, 0]);
  assertEquals(numbers(compute([x], (x) => logSoftmax(x, { axis: 0 })))[0], 0);
});

Deno.test("logSoftmax() is the logarithm of softmax()", () => {
  const x = randomF32(new Random(2), [2, 5, 3], -4, 4);
  const y = compute([x], (x) => exp(logSoftmax(x, { axis: 1 })));
  const expected = compute([x], (x) => softmax(x, { axis: 1 }));
  y.values.forEach((value, i) => assertAlmostEquals(value, expected.values[i], 1e-6));
});

Deno.test("crossEntropy() of zero logits is ln K", () => {
  const y = compute(
    [f32([1, 8, 2], Array(16).fill(0)), u32([1, 2], [7, 0])],
    (x, t) => crossEntropy(x, t, { axis: 1 }),
  );
  assertEquals([y.shape, numbers(y)], [[1, 2], Array(2).fill(Math.fround(Math.log(8)))]);
});

Deno.test("crossEntropy() is -logSoftmax() at the target", () => {
  const logits = randomF32(new Random(3), [2, 4, 3], -4, 4);
  const targets = u32([2, 3], [0, 1, 2, 3, 0, 1]);
  const y = compute([logits, targets], (x, t) => crossEntropy(x, t, { axis: 1 }));
  const table = compute([logits], (x) => logSoftmax(x, { axis: 1 })).values;
  targets.values.forEach((target, i) => {
    const at = Math.floor(i / 3) * 12 + target * 3 + i % 3;
    assertAlmostEquals(y.values[i], -table[at], 1e-6);
  });
});

Deno.test("crossEntropy() refuses a target outside the classes", () => {
  assertThrows(
    () => compute([f32([3], [0, 0, 0]), u32([], [3])], (x, t) => crossEntropy(x, t, { axis: 0 })),
    RangeError,
    "targets to be below 3, got 3",
  );
});

Deno.test("crossEntropy() refuses targets of another shape or type", () => {
  const logits = f32([2, 3], Array(6).fill(0));
  const rule =
    "Cannot build cross_entropy: expected logits to be f32 and targets u32 of their shape without axis 1";
  assertThrows(
    () => compute([logits, u32([3], [0, 0, 0])], (x, t) => crossEntropy(x, t, { axis: 1 })),
    ShapeError,
    `${rule}, got f32 [2, 3], u32 [3]`,
  );
  assertThrows(
    () => compute([logits, f32([2], [0, 0])], (x, t) => crossEntropy(x, t, { axis: 1 })),
    ShapeError,
    rule,
  );
});

Deno.test("softmax() and logSoftmax() refuse an axis that is not there", () => {
  const x = f32([2], [0, 0]);
  assertThrows(
    () => compute([x], (x) => softmax(x, { axis: 1 })),
    ShapeError,
    "softmax: expected axis 1",
  );
  assertThrows(() => compute([x], (x) => logSoftmax(x, { axis: 1 })), ShapeError, "log_softmax");
});

for (const axis of [0, 1, 2]) {
  Deno.test(`softmax(), logSoftmax() and crossEntropy() along ${axis} pass the gradient check`, () => {
    const random = new Random(4);
    const x = randomF32(random, [3, 4, 5]);
    checkGradient([x], (x) => softmax(x, { axis }));
    checkGradient([x], (x) => logSoftmax(x, { axis }));
    const shape = x.shape.toSpliced(axis, 1);
    const targets = Array.from({ length: 60 / x.shape[axis] }, () => random.integer(3));
    checkGradient([x, u32(shape, targets)], (x, t) => crossEntropy(x, t, { axis }));
  });
}
