import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import * as ops from "../../../../core/graph/mod.ts";
import { Random } from "../../../../core/random/random.ts";
import { checkGradient } from "../../../support/gradient_check.ts";
import { compute, f32, graphOf, numbers, randomF32, u32 } from "../../../support/tensors.ts";

const UNARY: readonly {
  apply: (x: ops.Tensor) => ops.Tensor;
  of: (x: number) => number;
  /** Where the gradient is checked: away from kinks and poles. */
  low: number;
  high: number;
}[] = [
  { apply: ops.relu, of: (x) => Math.max(x, 0), low: 0.1, high: 1 },
  { apply: ops.relu, of: (x) => Math.max(x, 0), low: -1, high: -0.1 },
  { apply: ops.tanh, of: Math.tanh, low: -2, high: 2 },
  { apply: ops.sigmoid, of: (x) => 1 / (1 + Math.exp(-x)), low: -3, high: 3 },
  { apply: ops.exp, of: Math.exp, low: -1, high: 1 },
  { apply: ops.log, of: Math.log, low: 0.5, high: 2 },
  { apply: ops.sqrt, of: Math.sqrt, low: 0.5, high: 2 },
  { apply: ops.neg, of: (x) => -x, low: -1, high: 1 },
  { apply: ops.square, of: (x) => x * x, low: -1, high: 1 },
];

for (const { apply, of, low, high } of UNARY) {
  const name = `${apply.name}()`;

  Deno.test(`${name} in [${low}, ${high}) is the function of each element, rounded once`, () => {
    const x = randomF32(new Random(1), [3, 5], low, high);
    const y = compute([x], apply);
    assertEquals(y.shape, [3, 5]);
    // The own elementary functions are within 1e-14: at most the last f32 bit could differ from Math's.
    y.values.forEach((value, i) =>
      assertAlmostEquals(value, of(x.values[i]), 1.2e-7 * Math.abs(value))
    );
  });

  Deno.test(`${name} in [${low}, ${high}) passes the gradient check`, () => {
    checkGradient([randomF32(new Random(2), [3, 5], low, high)], apply);
  });

  Deno.test(`${name} in [${low}, ${high}) refuses u32`, () => {
    assertThrows(() => compute([u32([2], [1, 2])], apply), ops.ShapeError, "u32 [2]");
  });
}

Deno.test("relu() keeps NaN and has slope 0 at 0", () => {
  assert(Number.isNaN(compute([f32([1], [NaN])], ops.relu).values[0]));
  assertEquals(numbers(compute([f32([3], [-1, 0, 2])], ops.relu)), [0, 0, 2]);
});

Deno.test("scale() multiplies, then adds", () => {
  const y = compute([f32([2], [1, -2])], (x) => ops.scale(x, { factor: 3, offset: 0.5 }));
  assertEquals(numbers(y), [3.5, -5.5]);
});

Deno.test("scale() passes the gradient check", () => {
  const x = randomF32(new Random(3), [4]);
  checkGradient([x], (x) => ops.scale(x, { factor: -2.5, offset: 7 }));
});

Deno.test("clampToUnit() limits to [0, 1]", () => {
  const y = compute([f32([5], [-3, 0, 0.25, 1, 1e30])], ops.clampToUnit);
  assertEquals(numbers(y), [0, 0, 0.25, 1, 1]);
});

Deno.test("stopGradient() keeps values and blocks the gradient", () => {
  const x = randomF32(new Random(4), [4]);
  assertEquals(compute([x], ops.stopGradient).values, x.values);
  assertEquals(ops.stopGradientOp.derivative, undefined);
});

Deno.test("unary ops name themselves when they refuse", () => {
  const { inputs: [codes] } = graphOf([u32([2, 3], [0, 0, 0, 0, 0, 0])]);
  assertThrows(
    () => ops.tanh(codes),
    ops.ShapeError,
    "Cannot build tanh: expected x to be f32, got u32 [2, 3]",
  );
});
