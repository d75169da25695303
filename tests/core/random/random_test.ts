import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertNotEquals,
  assertThrows,
} from "@std/assert";
import { Random } from "../../../core/random/random.ts";
import { threefry2x32, uniform } from "../../../core/random/threefry.ts";

function draws(random: Random, count: number): number[] {
  return Array.from({ length: count }, () => random.u32());
}

Deno.test("Random.u32() reads the words of consecutive blocks", () => {
  const out = new Uint32Array(2);
  threefry2x32(7, 3, 1, 0x80000000, out);
  assertEquals(draws(new Random(7, 3), 4).slice(2), [...out]);
});

Deno.test("Random.u32() differs between seeds and between streams", () => {
  const first = draws(new Random(1, 1), 4);
  assertNotEquals(first, draws(new Random(2, 1), 4));
  assertNotEquals(first, draws(new Random(1, 2), 4));
});

Deno.test("Random.uniform() of stream 0 is not the draw of an image", () => {
  assertNotEquals(new Random(7).uniform(), uniform(7, 0, 0));
});

Deno.test("Random.state resumes after any number of draws", () => {
  for (const drawn of [0, 1, 2, 7, 2 ** 33 + 1]) {
    const random = new Random(5, 9);
    random.state = drawn;
    random.u32();
    const rest = new Random(5, 9);
    rest.state = random.state;
    assertEquals(draws(rest, 5), draws(random, 5));
  }
});

Deno.test("Random.state distinguishes blocks beyond 2^32", () => {
  const near = new Random(5), far = new Random(5);
  far.state = 2 ** 33;
  assertNotEquals(draws(near, 2), draws(far, 2));
});

Deno.test("Random.state refuses a fraction", () => {
  assertThrows(() => new Random(1).state = 0.5, RangeError, "expected an integer in [0, 2^53)");
});

Deno.test("Random() refuses a seed beyond 32 bits", () => {
  assertThrows(() => new Random(2 ** 32), RangeError, "seed to be an integer in [0, 2^32)");
});

Deno.test("Random.normal() has mean 0, variance 1 and kurtosis 3", () => {
  const random = new Random(11), count = 100_000;
  const moments = [0, 0, 0, 0];
  for (let i = 0; i < count; i++) {
    const x = random.normal();
    moments.forEach((_, power) => moments[power] += x ** (power + 1) / count);
  }
  // About four standard errors of each moment over 1e5 draws.
  assertAlmostEquals(moments[0], 0, 0.013);
  assertAlmostEquals(moments[1], 1, 0.018);
  assertAlmostEquals(moments[3], 3, 0.13);
});

Deno.test("Random.integer() takes each value equally often", () => {
  const random = new Random(3), bins = new Array(7).fill(0);
  for (let i = 0; i < 70_000; i++) bins[random.integer(7)]++;
  const chiSquare = bins.reduce((sum, n) => sum + (n - 10_000) ** 2 / 10_000, 0);
  assert(chiSquare < 22.5, `chi-square ${chiSquare}`); // 6 degrees of freedom, p = 0.001
});

Deno.test("Random.integer() drops the words beyond the largest multiple of n", () => {
  const random = new Random(3), n = 2 ** 31 + 1;
  for (let i = 0; i < 100; i++) assert(random.integer(n) < n);
  assert(random.state > 120, "about half of all words are dropped");
});

Deno.test("Random.integer() refuses an empty range", () => {
  assertThrows(() => new Random(1).integer(0), RangeError, "n to be in [1, 2^32]");
});

Deno.test("Random.permutation() holds each index once", () => {
  const order = new Random(2).permutation(1000);
  assertNotEquals([...order.slice(0, 8)], [0, 1, 2, 3, 4, 5, 6, 7]);
  assertEquals(order.toSorted(), Uint32Array.from({ length: 1000 }, (_, i) => i));
});

Deno.test("Random.permutation() gives each of the 6 orders of 3 equally often", () => {
  const random = new Random(8), counts = new Map<string, number>();
  for (let i = 0; i < 6000; i++) {
    const key = random.permutation(3).join("");
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const chiSquare = [...counts.values()].reduce((sum, n) => sum + (n - 1000) ** 2 / 1000, 0);
  assert(counts.size === 6 && chiSquare < 20.5, `chi-square ${chiSquare}`); // 5 degrees, p = 0.001
});
