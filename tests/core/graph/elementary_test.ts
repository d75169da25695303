import { assert, assertEquals, assertLess } from "@std/assert";
import { exp, log, sigmoid, tanh } from "../../../core/graph/elementary.ts";
import { Random } from "../../../core/random/random.ts";

/** Largest relative difference of two functions over 20,000 points drawn by `draw`. */
function difference(
  own: (x: number) => number,
  builtIn: (x: number) => number,
  draw: (random: Random) => number,
): number {
  const random = new Random(1);
  let worst = 0;
  for (let i = 0; i < 20_000; i++) {
    const x = draw(random);
    const expected = builtIn(x);
    if (expected !== 0) worst = Math.max(worst, Math.abs(own(x) - expected) / Math.abs(expected));
  }
  return worst;
}

// Math's own functions are within one or two units in the last place (2.2e-16).
Deno.test("exp() agrees with Math.exp to 1e-15", () => {
  assertLess(difference(exp, Math.exp, (random) => 1400 * random.uniform() - 700), 1e-15);
  assertLess(difference(exp, Math.exp, (random) => random.uniform() - 0.5), 1e-15);
});

Deno.test("log() agrees with Math.log to 1e-15", () => {
  assertLess(difference(log, Math.log, (random) => Math.exp(1400 * random.uniform() - 700)), 1e-15);
  assertLess(difference(log, Math.log, (random) => 0.5 + random.uniform()), 1e-15);
});

Deno.test("tanh() agrees with Math.tanh to 1e-14", () => {
  assertLess(difference(tanh, Math.tanh, (random) => 50 * random.uniform() - 25), 1e-14);
  assertLess(difference(tanh, Math.tanh, (random) => 0.2 * random.uniform() - 0.1), 1e-14);
});

Deno.test("sigmoid() agrees with 1 / (1 + Math.exp(-x)) to 1e-15", () => {
  const builtIn = (x: number) => 1 / (1 + Math.exp(-x));
  assertLess(difference(sigmoid, builtIn, (random) => 60 * random.uniform() - 30), 1e-15);
});

Deno.test("exp() is exact at its ends", () => {
  assertEquals([exp(0), exp(-Infinity), exp(-800), exp(710), exp(Infinity)], [
    1,
    0,
    0,
    Infinity,
    Infinity,
  ]);
  assert(Number.isNaN(exp(NaN)));
  assertLess(Math.abs(exp(-740) / Math.exp(-740) - 1), 0.1); // subnormal: few bits are left
});

Deno.test("log() is exact at its ends", () => {
  assertEquals([log(1), log(0), log(Infinity)], [0, -Infinity, Infinity]);
  assert(Number.isNaN(log(-1)) && Number.isNaN(log(NaN)));
  assertLess(Math.abs(log(5e-324) - Math.log(5e-324)), 1e-12);
});

Deno.test("tanh() and sigmoid() saturate and keep NaN", () => {
  assertEquals([tanh(1000), tanh(-1000), sigmoid(1000), sigmoid(-1000)], [1, -1, 1, 0]);
  assert(Number.isNaN(tanh(NaN)) && Number.isNaN(sigmoid(NaN)));
});

/** FNV-1a of the bits of f(x) for 4096 x in [-16, 16). */
function fingerprint(f: (x: number) => number): string {
  const values = Float64Array.from({ length: 4096 }, (_, i) => f((i - 2048) / 128));
  let hash = 0x811c9dc5;
  for (const byte of new Uint8Array(values.buffer)) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0).toString(16);
}

// Recorded once: whoever changes a bit changes which codes a seed draws.
Deno.test("exp(), log(), tanh() and sigmoid() give the recorded bits", () => {
  const positive = (x: number) => log(x + 16.5);
  assertEquals([exp, positive, tanh, sigmoid].map(fingerprint), [
    "815ed88a",
    "682bae65",
    "da374129",
    "55ced6fd",
  ]);
});
