import { assert, assertEquals } from "@std/assert";
import { drawCode } from "../../generation/draw_code.ts";
import { Random } from "../../core/random/random.ts";
import { uniform } from "../../core/random/threefry.ts";

const COUNT = 16;

function randomLogits(seed: number): Float32Array {
  const random = new Random(seed);
  return new Float32Array(COUNT).map(() => 1.5 * random.normal());
}

/** Codes drawn with some uniforms. */
function drawn(logits: Float32Array, settings: Parameters<typeof drawCode>[1]): number[] {
  return Array.from({ length: 200 }, (_, i) => drawCode(logits, settings, uniform(9, 0, i)));
}

/** The codes that settings leave. */
function left(logits: Float32Array, settings: Parameters<typeof drawCode>[1]): number[] {
  const codes = Array.from({ length: 4096 }, (_, i) => drawCode(logits, settings, i / 4096));
  return [...new Set(codes)];
}

Deno.test("drawCode() at temperature 0 is the most likely code, the lowest on a tie", () => {
  assertEquals(drawCode(Float32Array.of(1, 3, 2, 3), { temperature: 0 }, 0.99), 1);
});

Deno.test("drawCode() goes to the most likely code as temperature goes to 0", () => {
  const logits = randomLogits(1);
  const expected = drawn(logits, { temperature: 0 });
  assertEquals(drawn(logits, { temperature: 1e-3 }), expected);
  assertEquals(drawn(logits, { temperature: 1e-300 }), expected);
});

Deno.test("drawCode() with topK = k and topP = 1 draws the same code", () => {
  const logits = randomLogits(2);
  const expected = drawn(logits, { temperature: 1 });
  assertEquals(drawn(logits, { temperature: 1, topK: COUNT, topP: 1 }), expected);
});

for (const temperature of [0.5, 1, 3]) {
  Deno.test(`drawCode() follows the softmax at temperature ${temperature}`, () => {
    const logits = randomLogits(3);
    const weights = [...logits].map((x) => Math.exp(x / temperature));
    const total = weights.reduce((sum, weight) => sum + weight);
    const draws = 1e5;
    const bins = new Array(COUNT).fill(0);
    for (let i = 0; i < draws; i++) {
      bins[drawCode(logits, { temperature }, uniform(i >> 8, 0, i & 255))]++;
    }
    const chiSquare = bins.reduce((sum, count, code) => {
      const expected = draws * weights[code] / total;
      return sum + (count - expected) ** 2 / expected;
    }, 0);
    assert(chiSquare < 37.7, `chi-square ${chiSquare}`); // 15 degrees of freedom, p = 0.001
  });
}

Deno.test("drawCode() takes codes in ascending order as the uniform grows", () => {
  const even = new Float32Array(4);
  const codes = [0, 0.2499, 0.25, 0.5, 0.75, 1 - 2 ** -24]
    .map((u) => drawCode(even, { temperature: 1 }, u));
  assertEquals(codes, [0, 0, 1, 2, 3, 3]);
});

Deno.test("drawCode() with topK leaves the likeliest codes, of equal ones the lower", () => {
  const logits = Float32Array.of(1, 2, 1, 2, 1);
  assertEquals(left(logits, { temperature: 1, topK: 1 }), [1]);
  assertEquals(left(logits, { temperature: 1, topK: 3 }), [0, 1, 3]);
});

Deno.test("drawCode() with topP leaves the code that crosses it", () => {
  const logits = Float32Array.from([0.5, 0.25, 0.125, 0.125].map(Math.log));
  assertEquals(left(logits, { temperature: 1, topP: 0.4 }), [0]);
  assertEquals(left(logits, { temperature: 1, topP: 0.6 }), [0, 1]);
  assertEquals(left(logits, { temperature: 1, topP: 0.8 }), [0, 1, 2]);
});

Deno.test("drawCode() takes topP of what topK leaves", () => {
  const logits = Float32Array.from([0.5, 0.3, 0.1, 0.1].map(Math.log));
  // Of [0.625, 0.375] the first crosses 0.6; of the whole, 0.5 would not.
  assertEquals(left(logits, { temperature: 1, topK: 2, topP: 0.6 }), [0]);
});

Deno.test("drawCode() takes topP after temperature", () => {
  const logits = Float32Array.from([0.5, 0.25, 0.25].map(Math.log));
  assertEquals(left(logits, { temperature: 0.5, topP: 0.6 }), [0]);
  assertEquals(left(logits, { temperature: 1, topP: 0.6 }), [0, 1]);
});

Deno.test("drawCode() never draws a code whose weight is 0", () => {
  const logits = Float32Array.of(0, -Infinity, 0, -Infinity);
  assertEquals(left(logits, { temperature: 1 }), [0, 2]);
});
