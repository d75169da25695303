import { assertEquals, assertThrows } from "@std/assert";
import { matmul, ShapeError, transpose } from "../../../../core/graph/mod.ts";
import { Random } from "../../../../core/random/random.ts";
import { checkGradient } from "../../../support/gradient_check.ts";
import { compute, f32, numbers, randomF32, randomIntegers } from "../../../support/tensors.ts";

Deno.test("matmul() of hand-made matrices", () => {
  const y = compute(
    [f32([2, 3], [1, 2, 3, 4, 5, 6]), f32([3, 2], [1, 0, 0, 1, 2, -1])],
    (a, b) => matmul(a, b),
  );
  assertEquals([y.shape, numbers(y)], [[2, 2], [7, -1, 16, -1]]);
});

Deno.test("matmul() of batches multiplies each pair", () => {
  const random = new Random(1);
  const [a, b] = [randomIntegers(random, [3, 2, 4]), randomIntegers(random, [3, 4, 5])];
  const y = compute([a, b], (a, b) => matmul(a, b));
  assertEquals(y.shape, [3, 2, 5]);
  for (let i = 0; i < 3; i++) {
    const one = compute(
      [
        f32([2, 4], a.values.slice(i * 8, i * 8 + 8)),
        f32([4, 5], b.values.slice(i * 20, i * 20 + 20)),
      ],
      (a, b) => matmul(a, b),
    );
    assertEquals(y.values.slice(i * 10, i * 10 + 10), one.values);
  }
});

Deno.test("matmul() adds in f64", () => {
  const y = compute([f32([1, 3], [2 ** 24, 1, 1]), f32([3, 1], [1, 1, 1])], (a, b) => matmul(a, b));
  assertEquals(numbers(y), [2 ** 24 + 2]);
});

const FLAGS = [false, true].flatMap((transposeA) =>
  [false, true].map((transposeB) => ({ transposeA, transposeB }))
);
for (const flags of FLAGS) {
  const name = `matmul(${JSON.stringify(flags)})`;
  const shapes = (batch: number[]) => [
    [...batch, ...(flags.transposeA ? [4, 2] : [2, 4])],
    [...batch, ...(flags.transposeB ? [5, 4] : [4, 5])],
  ];

  Deno.test(`${name} equals the product of transposed operands`, () => {
    const random = new Random(2);
    const fed = shapes([3]).map((shape) => randomIntegers(random, shape));
    const y = compute(fed, (a, b) => matmul(a, b, flags));
    const expected = compute(fed, (a, b) =>
      matmul(
        flags.transposeA ? transpose(a, [0, 2, 1]) : a,
        flags.transposeB ? transpose(b, [0, 2, 1]) : b,
      ));
    assertEquals(y, expected);
  });

  Deno.test(`${name} passes the gradient check`, () => {
    const random = new Random(3);
    for (const batch of [[], [3]]) {
      const fed = shapes(batch).map((shape) => randomF32(random, shape));
      checkGradient(fed, (a, b) => matmul(a, b, flags));
    }
  });
}

Deno.test("matmul() refuses inner sides, batches and ranks that differ", () => {
  const zeros = (...shape: number[]) => f32(shape, Array(shape.reduce((x, y) => x * y)).fill(0));
  const build = (...fed: ReturnType<typeof zeros>[]) => compute(fed, (a, b) => matmul(a, b));
  assertThrows(
    () => build(zeros(2, 3), zeros(2, 3)),
    ShapeError,
    "Cannot build matmul: expected inner sides to agree, got f32 [2, 3], f32 [2, 3]",
  );
  assertThrows(() => build(zeros(2, 2, 3), zeros(1, 3, 2)), ShapeError, "to agree");
  assertThrows(() => build(zeros(2, 3), zeros(1, 3, 2)), ShapeError, "both of rank 2");
});
