import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertNotEquals,
  assertThrows,
} from "@std/assert";
import fc from "fast-check";
import { evaluate } from "../../core/graph/mod.ts";
import { logProbability } from "../../generation/log_probability.ts";
import {
  cachedSampler,
  naiveSampler,
  randomPrior,
  SMALL_PRIOR,
  wasmSampler,
} from "./random_prior.ts";
import { type Problem, problem, requestOf } from "./random_request.ts";

const SIZE = SMALL_PRIOR.grid.height * SMALL_PRIOR.grid.width;
const PLAIN = { seed: 7, temperature: 1, guidance: 1 };
const prior = randomPrior(SMALL_PRIOR, 3);

Deno.test("Sampler with cached passes draws the codes and likelihood of naive passes", () => {
  const samplesAlike = (problem: Problem) => {
    const prior = randomPrior(problem.config, problem.seed);
    const request = requestOf(problem);
    const sampler = cachedSampler(prior);
    const expected = naiveSampler(prior).sample(request);
    assertEquals(sampler.sample(request), expected);
    // Once more: caches of the grid before must not show.
    assertEquals(sampler.sample(request), expected);
    assertEquals(sampler.logLikelihood(expected.codes, request.class), expected.logLikelihood);
  };
  fc.assert(fc.property(problem, samplesAlike), { numRuns: 40, seed: 1 });
});

Deno.test("WasmSampler draws the codes of naive passes, and their likelihood to f32", () => {
  const samplesAlike = (problem: Problem) => {
    const prior = randomPrior(problem.config, problem.seed);
    const request = requestOf(problem);
    const sampler = wasmSampler(prior);
    const expected = naiveSampler(prior).sample(request);
    const first = sampler.sample(request);
    assertEquals(first.codes, expected.codes);
    assertAlmostEquals(first.logLikelihood, expected.logLikelihood, 1e-4);
    assertEquals(sampler.sample(request), first);
    assertEquals(sampler.logLikelihood(first.codes, request.class), first.logLikelihood);
  };
  fc.assert(fc.property(problem, samplesAlike), { numRuns: 60, seed: 1 });
});

// The WASM kernels sum in f32.
for (
  const [name, newSampler, tolerance] of [
    ["Sampler", cachedSampler, 1e-9],
    ["WasmSampler", wasmSampler, 2e-5],
  ] as const
) {
  Deno.test(`${name}.logLikelihood() is the sum over one full pass`, () => {
    const { codes, logLikelihood } = newSampler(prior).sample({ ...PLAIN, class: 1 });
    const feeds = new Map(
      [...prior.weights, ["codes", codes], ["class", Uint32Array.of(1)]] as const,
    );
    const [logits] = evaluate(prior.graph, [prior.logits], feeds);
    const sum = codes.reduce((sum, code, position) => {
      const here = logits.filter((_, i) => i % SIZE === position) as Float32Array;
      return sum + logProbability(here, code);
    }, 0);
    assertAlmostEquals(logLikelihood, sum, tolerance);
  });

  Deno.test(`${name}.sample() keeps kept codes and draws the others as if it had drawn them`, () => {
    const sampler = newSampler(prior);
    const whole = sampler.sample(PLAIN);
    const kept = Array.from(whole.codes, (code, i) => i % 3 === 0 ? null : code);
    assertEquals(sampler.sample({ ...PLAIN, kept }), whole);
  });

  Deno.test(`${name}.sample() changes nothing before a kept code, and what follows depends on it`, () => {
    const sampler = newSampler(prior);
    const { codes } = sampler.sample(PLAIN);
    const kept = Array.from(codes, (code, i) => i === 2 ? (code + 1) % 11 : null);
    const changed = sampler.sample({ ...PLAIN, kept }).codes;
    assertEquals([...changed.slice(0, 2)], [...codes.slice(0, 2)]);
    assertNotEquals(changed.slice(3), codes.slice(3));
  });

  Deno.test(`${name}.sample() tells each row once, top to bottom`, () => {
    const rows: [number, number[]][] = [];
    const onRow = (row: number, codes: Uint32Array) => rows.push([row, [...codes]]);
    const { codes } = newSampler(prior).sample({ ...PLAIN, onRow });
    assertEquals(rows, [0, 1, 2].map((row) => [row, [...codes.slice(4 * row, 4 * row + 4)]]));
  });

  Deno.test(`${name}.sample() with guidance 1 draws as without, with 0 as without a class`, () => {
    const sampler = newSampler(prior);
    const free = sampler.sample(PLAIN);
    const guided = sampler.sample({ ...PLAIN, class: 0, guidance: 0 });
    assertEquals(guided.codes, free.codes);
    assertNotEquals(sampler.sample({ ...PLAIN, class: 0 }).codes, free.codes);
  });

  Deno.test(`${name}.sample() draws codes at the rate of their probability`, () => {
    const config = { ...SMALL_PRIOR, codebookSize: 3, grid: { height: 2, width: 2 }, layers: 1 };
    const sampler = newSampler(randomPrior(config, 5));
    const counts = new Float64Array(81);
    const draws = 4000;
    for (let seed = 0; seed < draws; seed++) {
      const { codes } = sampler.sample({ ...PLAIN, seed });
      counts[codes.reduce((index, code) => 3 * index + code, 0)]++;
    }
    let total = 0, chiSquare = 0;
    counts.forEach((count, index) => {
      const codes = Uint32Array.of(27, 9, 3, 1).map((power) => Math.floor(index / power) % 3);
      const p = Math.exp(sampler.logLikelihood(codes));
      total += p;
      chiSquare += (count - draws * p) ** 2 / (draws * p);
    });
    assertAlmostEquals(total, 1, tolerance);
    assert(chiSquare < 124.8, `chi-square ${chiSquare}`); // 80 degrees of freedom, p = 0.001
  });

  Deno.test(`${name}.sample() refuses codes and classes out of range, and grids of another size`, () => {
    const sampler = newSampler(prior);
    const kept = new Array(SIZE).fill(null);
    assertThrows(() => sampler.sample({ ...PLAIN, kept: kept.with(3, 11) }), RangeError, "[0, 11)");
    assertThrows(() => sampler.sample({ ...PLAIN, kept: kept.slice(1) }), RangeError, "12 codes");
    assertThrows(
      () => sampler.sample({ ...PLAIN, class: 2 }),
      RangeError,
      "class to be in [0, 2)",
    );
    assertThrows(() => sampler.logLikelihood(new Uint32Array(3)), RangeError, "12 codes");
    assertThrows(() => sampler.codeLogLikelihoods(new Uint32Array(3)), RangeError, "12 codes");
  });

  Deno.test(`${name}.codeLogLikelihoods() sums to the grid's, each as in a grid cut after it`, () => {
    const sampler = newSampler(prior);
    const { codes, logLikelihood } = sampler.sample({ ...PLAIN, class: 1 });
    const each = sampler.codeLogLikelihoods(codes, 1);
    assertAlmostEquals(each.reduce((sum, nats) => sum + nats, 0), logLikelihood, 1e-9);
    const changed = codes.with(7, (codes[7] + 1) % 11);
    const others = sampler.codeLogLikelihoods(changed, 1);
    assertEquals(others.slice(0, 7), each.slice(0, 7));
    assertNotEquals(others[7], each[7]);
  });
}
