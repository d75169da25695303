import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { BundleError } from "../../core/bundle/mod.ts";
import { conv2d, normal, pad, reshape, slice } from "../../core/graph/mod.ts";
import { AbsentError } from "../../generation/abilities.ts";
import { openModel } from "../../generation/model.ts";
import { bundlePrior } from "../../generation/prior.ts";
import { graphBundle, traced } from "../support/graph_bundle.ts";
import { KERNELS } from "../support/kernels.ts";
import {
  CODE_CODEC,
  CODES,
  codesIn,
  embedded,
  K,
  LATENT_CODEC,
  LATENTS,
} from "../support/made_models.ts";
import { naiveSampler } from "./random_prior.ts";

const { encode, decode } = CODE_CODEC;
/** The logits at a position are those of the code before it: an op that no position has a form of. */
const shifted = traced((graph, n) => {
  const row = reshape(embedded(graph, codesIn(graph, n), K), [n, K, 6]);
  const moved = pad(row, { before: [0, 0, 1], after: [0, 0, 0] });
  const before = slice(moved, { starts: [0, 0, 0], sizes: [n, K, 6] });
  return { logits: reshape(before, [n, K, 2, 3]) };
});

for (const kernels of [KERNELS, undefined]) {
  const where = kernels ? "on the WASM kernels" : "in plain TypeScript";

  Deno.test(`openModel() draws by whole passes where the planner cannot take the prior, ${where}`, () => {
    const bundle = graphBundle({ encode, decode, logits: shifted }, {
      space: CODES,
      draws: "in order",
    });
    const model = openModel(bundle, kernels);
    assertEquals(model.pass, "whole grid");
    const oracle = naiveSampler(bundlePrior(bundle));
    for (const seed of [1, 2, 3]) {
      const request = { seed, temperature: 1, guidance: 1 };
      const { codes, logLikelihood } = model.sample(request);
      assertEquals({ codes, logLikelihood }, { ...oracle.sample(request) });
      assertEquals(model.logLikelihood(codes), logLikelihood);
    }
  });

  Deno.test(`openModel() opens a codec without a prior, which draws nothing, ${where}`, () => {
    const model = openModel(
      graphBundle({ encode, decode }, { space: CODES, draws: null }),
      kernels,
    );
    assertEquals(model.abilities, { encodes: true, finds: false, draws: null });
    const codes = model.encode(new Float32Array(24).fill(0.5));
    assertEquals([codes.length, model.decode(codes).length], [6, 24]);
    assertThrows(
      () => model.sample({ seed: 1, temperature: 1, guidance: 1 }),
      AbsentError,
      'Cannot draw with model "made": expected a prior, got none',
    );
    assertThrows(() => model.nearest(new Float32Array(4)), AbsentError, "expected a codebook");
  });

  Deno.test(`openModel() opens a decoder alone, ${where}`, () => {
    const model = openModel(graphBundle({ decode }, { space: CODES, draws: null }), kernels);
    assertEquals(model.decode(new Uint32Array(6)).length, 24);
    assertThrows(
      () => model.encode(new Float32Array(24)),
      AbsentError,
      'Cannot encode with model "made": expected an encoder, got none',
    );
  });

  Deno.test(`openModel() opens a codec of latents, ${where}`, () => {
    const bundle = graphBundle(LATENT_CODEC, { space: LATENTS, draws: null });
    const model = openModel(bundle, kernels);
    const latents = model.latents!.encode(Float32Array.from({ length: 24 }, (_, i) => i / 24));
    assertEquals(latents.length, 24);
    const { values } = bundle.weights.get("down")!;
    const first = [0, 1, 6, 7].reduce((sum, at, tap) => sum + at / 24 * values[tap], 0);
    assertAlmostEquals(latents[0], first, 1e-6); // One f32 sum of four.
    const [pixels] = model.latents!.decodeAll([latents]);
    assert(pixels.length === 24 && pixels.every((value) => value >= 0 && value <= 1));
    assertThrows(() => model.decode(new Uint32Array(6)), AbsentError, "expected a space of codes");
  });
}

Deno.test("openModel() refuses a prior that reads the code it is asked for", () => {
  const own = traced((graph, n) => ({ logits: embedded(graph, codesIn(graph, n), K) }));
  const bundle = graphBundle({ decode, logits: own }, { space: CODES, draws: "in order" });
  const error = assertThrows(() => openModel(bundle), BundleError, "position 0 that reads code 0");
  assertEquals(error.file, "graphs.json");
});

Deno.test("openModel() refuses whole passes that would take too long", () => {
  const large = traced((graph, n) => {
    const grid = embedded(graph, codesIn(graph, n), K);
    const wide = pad(grid, { before: [0, 0, 2, 3], after: [0, 0, 0, 4000] });
    const sums = conv2d(wide, graph.parameter("wide", [512, K, 2, 63], normal(1)));
    const logits = slice(sums, { starts: [0, 0, 0, 0], sizes: [n, K, 2, 3] });
    return { logits };
  });
  const bundle = graphBundle({ decode, logits: large }, { space: CODES, draws: "in order" });
  assertThrows(
    () => openModel(bundle),
    BundleError,
    "Cannot draw by whole passes: expected at most 2000 million multiply-adds a grid, got 22900 million",
  );
});
