import { assert, assertEquals } from "@std/assert";
import { threefry2x32, uniform } from "../../../core/random/threefry.ts";

function encrypt(key: [number, number], counter: [number, number]): number[] {
  const out = new Uint32Array(2);
  threefry2x32(...key, ...counter, out);
  return [...out];
}

// Known answers: Random123, tests/kat_vectors, threefry2x32 with 20 rounds.
Deno.test("threefry2x32() gives the known answer for zeros", () => {
  assertEquals(encrypt([0, 0], [0, 0]), [0x6b200159, 0x99ba4efe]);
});

Deno.test("threefry2x32() gives the known answer for ones", () => {
  const ones = 0xffffffff;
  assertEquals(encrypt([ones, ones], [ones, ones]), [0x1cb996fc, 0xbb002be7]);
});

Deno.test("threefry2x32() gives the known answer for the digits of pi", () => {
  const answer = encrypt([0x13198a2e, 0x03707344], [0x243f6a88, 0x85a308d3]);
  assertEquals(answer, [0xc4923a9c, 0x483df7a0]);
});

Deno.test("uniform() of image k with seed s is that of image 0 with seed s + k", () => {
  assertEquals(uniform(7, 5, 3), uniform(12, 0, 3));
});

Deno.test("uniform() wraps seed + image at 2^32", () => {
  assertEquals(uniform(0xffffffff, 3, 11), uniform(2, 0, 11));
});

Deno.test("uniform() is the first word's upper 24 bits", () => {
  assertEquals(uniform(0, 0, 0), 0x6b2001 / 2 ** 24);
});

Deno.test("uniform() is exact in f32 and below one", () => {
  for (let position = 0; position < 1000; position++) {
    const draw = uniform(1, 2, position);
    assert(draw >= 0 && draw < 1 && Math.fround(draw) === draw);
  }
});

Deno.test("uniform() fills 16 bins evenly", () => {
  const bins = new Array(16).fill(0);
  const draws = 64_000;
  for (let i = 0; i < draws; i++) bins[Math.floor(uniform(i >> 6, 0, i & 63) * 16)]++;
  const chiSquare = bins.reduce((sum, n) => sum + (n - draws / 16) ** 2 / (draws / 16), 0);
  assert(chiSquare < 37.7, `chi-square ${chiSquare}`); // 15 degrees of freedom, p = 0.001
});
