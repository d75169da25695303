import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { dropout, ShapeError } from "../../../../core/graph/mod.ts";
import { Random } from "../../../../core/random/random.ts";
import { threefry2x32 } from "../../../../core/random/threefry.ts";
import { checkGradient } from "../../../support/gradient_check.ts";
import { compute, f32, numbers, randomF32, u32 } from "../../../support/tensors.ts";

const ONES = f32([100, 100], Array(10_000).fill(1));
const drop = (key: number[], rate: number, salt: number) =>
  numbers(compute([ONES, u32([2], key)], (x, key) => dropout(x, key, { rate, salt })));

Deno.test("dropout() drops its share and scales up the rest", () => {
  const y = drop([1, 2], 0.25, 3);
  assert(y.every((value) => value === 0 || value === Math.fround(4 / 3)));
  // 10,000 draws: the standard deviation of the share is 0.0043.
  assertAlmostEquals(y.filter((value) => value === 0).length / 10_000, 0.25, 0.015);
});

Deno.test("dropout() keeps i where the first word of threefry(key, (i, salt)) is below the limit", () => {
  const y = drop([7, 9], 0.4, 5);
  const words = new Uint32Array(2);
  y.forEach((value, i) => {
    threefry2x32(7, 9, i, 5, words);
    assertEquals(value > 0, words[0] < Math.floor(0.6 * 2 ** 32));
  });
});

Deno.test("dropout() changes with key and salt, and repeats with the same", () => {
  const y = drop([1, 2], 0.5, 3);
  assertEquals(y, drop([1, 2], 0.5, 3));
  for (const other of [drop([2, 2], 0.5, 3), drop([1, 3], 0.5, 3), drop([1, 2], 0.5, 4)]) {
    const same = other.filter((value, i) => value === y[i]).length;
    assertAlmostEquals(same / 10_000, 0.5, 0.03); // six standard deviations
  }
});

Deno.test("dropout() gives the gradient the same mask", () => {
  const x = randomF32(new Random(1), [5, 7]);
  checkGradient([x, u32([2], [3, 4])], (x, key) => dropout(x, key, { rate: 0.5, salt: 1 }));
});

Deno.test("dropout() refuses a rate outside (0, 1) and a key of another shape", () => {
  const x = f32([1], [1]);
  for (const rate of [0, 1, -0.1, NaN]) {
    assertThrows(
      () => compute([x, u32([2], [0, 0])], (x, key) => dropout(x, key, { rate, salt: 0 })),
      ShapeError,
      `key u32 [2] and rate ${rate} in (0, 1)`,
    );
  }
  assertThrows(
    () => compute([x, u32([1], [0])], (x, key) => dropout(x, key, { rate: 0.5, salt: 0 })),
    ShapeError,
    "f32 [1], u32 [1]",
  );
});
