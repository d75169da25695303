import { assert, assertEquals, assertRejects } from "@std/assert";
import fc from "fast-check";
import { evaluate } from "../../core/graph/mod.ts";
import { type DensePass, FixedPointSampler } from "../../generation/fixed_point_sampler.ts";
import { labelFeed, type Prior } from "../../generation/prior.ts";
import { naiveSampler, randomPrior, SMALL_PRIOR } from "./random_prior.ts";
import { type Problem, problem, requestOf } from "./random_request.ts";

const PLAIN = { seed: 7, temperature: 1, guidance: 1 };
const prior = randomPrior(SMALL_PRIOR, 3);

/** Whole grids on the reference executor. */
function densePass(prior: Prior): DensePass {
  return (codes, labels) => {
    const size = codes.length / labels.length;
    const rows = Array.from(labels, (label, row) => {
      const grid = codes.slice(row * size, (row + 1) * size);
      const feeds = new Map([...prior.weights, ...labelFeed(prior, label), ["codes", grid]]);
      return [...evaluate(prior.graph, [prior.logits], feeds)[0] as Float32Array];
    });
    return Promise.resolve(Float32Array.from(rows.flat()));
  };
}

Deno.test("FixedPointSampler.sampleAll() draws what is drawn position by position, in no more passes", async () => {
  const drawsAlike = async (problem: Problem) => {
    const prior = randomPrior(problem.config, problem.seed);
    const request = requestOf(problem);
    const requests = [request, { ...request, seed: request.seed ^ 1 }, { ...request, guidance: 1 }];
    const { grids, passes } = await new FixedPointSampler(prior.shape, densePass(prior))
      .sampleAll(requests);
    const expected = naiveSampler(prior).sampleAll(requests);
    grids.forEach(({ codes, logLikelihood }, i) => {
      assertEquals({ codes, logLikelihood }, expected[i]);
      assert(passes <= codes.length, `${passes} passes for ${codes.length} codes`);
    });
  };
  await fc.assert(fc.asyncProperty(problem, drawsAlike), { numRuns: 25, seed: 2 });
});

Deno.test("FixedPointSampler.sampleAll() tells of final positions only, and more of them each pass", async () => {
  const sampler = new FixedPointSampler(SMALL_PRIOR, densePass(prior));
  const told: { settled: number; codes: Uint32Array }[] = [];
  const { grids, passes } = await sampler.sampleAll([PLAIN], {
    onPass: ([settled], [codes]) => void told.push({ settled, codes: codes.slice() }),
  });
  assertEquals(told.length, passes);
  told.forEach(({ settled, codes }, pass) => {
    assert(settled > (told[pass - 1]?.settled ?? 0));
    assertEquals(codes.slice(0, settled), grids[0].codes.slice(0, settled));
  });
  assertEquals(told.at(-1)!.settled, 12);
});

Deno.test("FixedPointSampler.sampleAll() settles kept codes in one pass", async () => {
  const kept = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0, 1];
  const sampler = new FixedPointSampler(SMALL_PRIOR, densePass(prior));
  const { grids: [{ codes }], passes } = await sampler.sampleAll([{ ...PLAIN, kept }]);
  assertEquals([[...codes], passes], [kept, 1]);
});

Deno.test("FixedPointSampler.codeLogLikelihoods() are those of Sampler", async () => {
  const { codes } = naiveSampler(prior).sample({ ...PLAIN, class: 1 });
  const sampler = new FixedPointSampler(SMALL_PRIOR, densePass(prior));
  assertEquals(
    await sampler.codeLogLikelihoods(codes, 1),
    naiveSampler(prior).codeLogLikelihoods(codes, 1),
  );
});

Deno.test("FixedPointSampler.sampleAll() stops between passes with the signal's reason", async () => {
  const abort = new AbortController();
  const sampler = new FixedPointSampler(SMALL_PRIOR, densePass(prior));
  let passes = 0;
  const onPass = () => {
    if (++passes === 2) abort.abort(new RangeError("enough"));
  };
  const drawing = sampler.sampleAll([PLAIN], { onPass, signal: abort.signal });
  await assertRejects(() => drawing, RangeError, "enough");
  assertEquals(passes, 2);
});

Deno.test("FixedPointSampler.sampleAll() refuses a class out of range", async () => {
  const sampler = new FixedPointSampler(SMALL_PRIOR, densePass(prior));
  await assertRejects(() => sampler.sampleAll([{ ...PLAIN, class: 2 }]), RangeError, "[0, 2)");
});
