import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import {
  add,
  div,
  greater,
  mul,
  select,
  ShapeError,
  sub,
  sumTo,
  type Tensor,
} from "../../../../core/graph/mod.ts";
import { Random } from "../../../../core/random/random.ts";
import { checkGradient } from "../../../support/gradient_check.ts";
import { compute, f32, numbers, randomF32, randomIntegers, u32 } from "../../../support/tensors.ts";

type Binary = (a: Tensor, b: Tensor) => Tensor;

const BINARY: readonly { apply: Binary; of: (a: number, b: number) => number }[] = [
  { apply: add, of: (a, b) => a + b },
  { apply: sub, of: (a, b) => a - b },
  { apply: mul, of: (a, b) => a * b },
  { apply: div, of: (a, b) => a / b },
  { apply: greater, of: (a, b) => Number(a > b) },
];

for (const { apply, of } of BINARY) {
  Deno.test(`${apply.name}() of equal shapes works element by element`, () => {
    const random = new Random(1);
    const a = randomIntegers(random, [2, 3]);
    const b = f32([2, 3], [1, 2, -4, 8, 0.5, -1]);
    const expected = Array.from(a.values, (value, i) => of(value, b.values[i]));
    assertEquals(numbers(compute([a, b], apply)), expected);
  });

  Deno.test(`${apply.name}() broadcasts as NumPy does`, () => {
    const column = f32([2, 1], [4, -8]);
    const row = f32([3], [1, 2, -4]);
    const y = compute([column, row], apply);
    assertEquals(y.shape, [2, 3]);
    assertEquals(numbers(y), [4, -8].flatMap((a) => [1, 2, -4].map((b) => of(a, b))));
  });

  Deno.test(`${apply.name}() refuses shapes that do not broadcast, and u32`, () => {
    assertThrows(
      () => compute([f32([2, 3], Array(6).fill(0)), f32([2], [0, 0])], apply),
      ShapeError,
      `Cannot build ${apply.name}: expected shapes to broadcast, got f32 [2, 3], f32 [2]`,
    );
    assertThrows(() => compute([f32([1], [0]), u32([1], [0])], apply), ShapeError, "to be f32");
  });
}

const SHAPES: readonly (readonly [number[], number[]])[] = [
  [[2, 3], [2, 3]],
  [[2, 3, 4], [3, 1]],
  [[1, 3], [4, 2, 1]],
  [[5], []],
];
for (const apply of [add, sub, mul, div]) {
  for (const [a, b] of SHAPES) {
    Deno.test(`${apply.name}() of [${a}] and [${b}] passes the gradient check`, () => {
      const random = new Random(2);
      checkGradient([randomF32(random, a), randomF32(random, b, 1, 2)], apply);
    });
  }
}

Deno.test("add() broadcasting equals adding the stretched operands, on random shapes", () => {
  const side = fc.constantFrom(1, 2, 3);
  fc.assert(
    fc.property(
      fc.array(side, { maxLength: 4 }),
      fc.array(fc.boolean(), { maxLength: 4 }),
      (shape, keep) => {
        const small = shape.map((side, axis) => keep[axis] ? side : 1).slice(
          keep.length % 2 ? 1 : 0,
        );
        const random = new Random(3);
        const [a, b] = [randomIntegers(random, shape), randomIntegers(random, small)];
        const y = compute([a, b], add);
        const swapped = compute([b, a], add);
        assertEquals(y.shape, shape);
        assertEquals(y.values, swapped.values);
        const sum = (values: Iterable<number>) => Array.from(values).reduce((x, y) => x + y, 0);
        const copies = y.values.length / b.values.length;
        assertEquals(sum(y.values), sum(a.values) + copies * sum(b.values));
      },
    ),
    { numRuns: 50, seed: 1 },
  );
});

Deno.test("sumTo() sums the axes that were stretched", () => {
  const x = f32([2, 2, 3], Array.from({ length: 12 }, (_, i) => i));
  const y = compute([x], (x) => sumTo(x, [2, 1]));
  assertEquals([y.shape, numbers(y)], [[2, 1], [0 + 1 + 2 + 6 + 7 + 8, 3 + 4 + 5 + 9 + 10 + 11]]);
});

Deno.test("select() takes a where the condition is not 0, broadcasting all three", () => {
  const condition = f32([2, 1], [0, -1]);
  const y = compute([condition, f32([3], [1, 2, 3]), f32([], [9])], select);
  assertEquals([y.shape, numbers(y)], [[2, 3], [9, 9, 9, 1, 2, 3]]);
});

Deno.test("select() sends the gradient to the side taken", () => {
  const random = new Random(4);
  const condition = [1, 0, 0, 1, 1, 0];
  // The condition is no part of the check: a step of 0.01 does not change which values are 0.
  checkGradient(
    [f32([2, 3], condition.map((c) => c + 0.5)), randomF32(random, [2, 3]), randomF32(random, [3])],
    (c, a, b) => select(greater(c, c.graph.constant(Float32Array.of(1), [])), a, b),
  );
});

Deno.test("select() refuses a u32 condition", () => {
  assertThrows(
    () => compute([u32([1], [1]), f32([1], [1]), f32([1], [1])], select),
    ShapeError,
    "Cannot build select: expected inputs to be f32",
  );
});
