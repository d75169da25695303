import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertGreater,
  assertNotEquals,
  assertThrows,
} from "@std/assert";
import { BundleError } from "../../core/bundle/mod.ts";
import { openModel } from "../../generation/model.ts";
import { Random } from "../../core/random/random.ts";
import { AUTOENCODER, PRIOR, randomBundle } from "./random_bundle.ts";

const model = openModel(randomBundle());
const free = openModel(randomBundle(AUTOENCODER, { ...PRIOR, classes: 0 }));
const PLAIN = { seed: 5, temperature: 1, guidance: 1 };

function randomPixels(seed: number): Float32Array {
  const random = new Random(seed);
  return new Float32Array(3 * 8 * 12).map(() => random.uniform());
}

Deno.test("openModel() encodes an image to a code per position", () => {
  const codes = model.encode(randomPixels(1));
  assertEquals(codes.length, 6);
  assert(codes.every((code) => code < 9));
  assertNotEquals(model.encode(new Float32Array(288)), codes);
});

Deno.test("openModel() decodes codes to pixels in [0, 1]", () => {
  const pixels = model.decode(Uint32Array.of(0, 1, 2, 3, 4, 8));
  assertEquals(pixels.length, 288);
  assert(pixels.every((value) => value >= 0 && value <= 1));
});

Deno.test("openModel() decodes with the codebook's own file", () => {
  const bundle = randomBundle();
  const other = openModel({ ...bundle, codebook: bundle.codebook!.map((value) => -value) });
  assertNotEquals(other.decode(new Uint32Array(6)), model.decode(new Uint32Array(6)));
});

Deno.test("Model.nearest() finds each entry at distance 0", () => {
  const { indices, distances } = model.nearest(model.codebook!);
  assertEquals([...indices], [0, 1, 2, 3, 4, 5, 6, 7, 8]);
  assertEquals([...distances], new Array(9).fill(0));
});

Deno.test("Model.nearest() tells squared distances", () => {
  const codebook = model.codebook!;
  const moved = Float32Array.of(codebook[0] + 0.5, codebook[1], codebook[2]);
  const { indices, distances } = model.nearest(moved);
  const best = Array.from(
    { length: 9 },
    (_, k) => [0, 1, 2].reduce((sum, d) => sum + (moved[d] - codebook[3 * k + d]) ** 2, 0),
  );
  assertEquals(indices[0], best.indexOf(Math.min(...best)));
  assertAlmostEquals(distances[0], best[indices[0]], 1e-6); // f32 differences of values near 1
});

Deno.test("Model.nearest() of a model on the unit sphere does not see length", () => {
  const sphere = openModel(randomBundle({ ...AUTOENCODER, normaliseCodes: true }));
  const { indices, distances } = sphere.nearest(sphere.codebook!.map((value) => 3 * value));
  assertEquals([...indices], [0, 1, 2, 3, 4, 5, 6, 7, 8]);
  assert(distances.every((distance) => distance < 1e-12)); // rounding of unit vectors in f32
});

Deno.test("Model.sample() draws a class from the seed where none is asked for", () => {
  const classes = new Set<number>();
  for (let seed = 0; seed < 40; seed++) {
    const sample = model.sample({ ...PLAIN, seed });
    classes.add(sample.class!);
    assertEquals(sample, model.sample({ ...PLAIN, seed, class: sample.class }));
    assertEquals(sample.logLikelihood, model.logLikelihood(sample.codes, sample.class));
  }
  assertEquals(classes.size, 4);
});

Deno.test("Model.sample() with kept codes and no class is unconditional", () => {
  const kept = [null, 3, null, null, null, null];
  const sample = model.sample({ ...PLAIN, kept });
  assert(!("class" in sample));
  assertEquals(sample.codes[1], 3);
  assertEquals(sample.logLikelihood, model.logLikelihood(sample.codes));
});

Deno.test("Model.sample() of a model without classes has none", () => {
  const sample = free.sample(PLAIN);
  assert(!("class" in sample));
  assertEquals(sample, free.sample({ ...PLAIN, guidance: 4 }));
  assertThrows(() => free.sample({ ...PLAIN, class: 0 }), RangeError, "class to be in [0, 0)");
});

Deno.test("Model.logLikelihood() is higher for the likeliest codes", () => {
  const likely = model.sample({ ...PLAIN, class: 1, temperature: 0 });
  const drawn = model.sample({ ...PLAIN, class: 1, temperature: 4 });
  assertGreater(likely.logLikelihood, drawn.logLikelihood);
});

Deno.test("openModel() refuses a missing weight, naming it", () => {
  const bundle = randomBundle();
  const weights = new Map(bundle.weights);
  weights.delete("prior.layers.1.horizontal.bias");
  const error = assertThrows(() => openModel({ ...bundle, weights }), BundleError);
  assertEquals(error.file, "weights.safetensors");
  assert(
    error.message.includes('"prior.layers.1.horizontal.bias": expected [12], got none'),
  );
});

Deno.test("openModel() refuses a weight of another shape", () => {
  const bundle = randomBundle();
  const name = "autoencoder.encoder.down_0.bias";
  const weights = new Map(bundle.weights).set(name, { shape: [1], values: new Float32Array(1) });
  assertThrows(() => openModel({ ...bundle, weights }), BundleError, "expected [3], got [1]");
});

Deno.test("openModel() refuses graphs that are not those of the manifest, naming both", () => {
  const { manifest, ...bundle } = randomBundle();
  const grid = { height: 3, width: 2 };
  const space = { ...manifest.space, ...grid };
  const error = assertThrows(
    () => openModel({ ...bundle, manifest: { ...manifest, grid, space } }),
    BundleError,
    'Cannot open graph "encode": expected the outputs codes u32 [1, 3, 2], got codes u32 [1, 2, 3]',
  );
  assertEquals(error.file, "graphs.json");
});

Deno.test("openModel() refuses a missing graph, and one that the manifest does not promise", () => {
  const { manifest, graphs, ...bundle } = randomBundle();
  const { logits: _, ...others } = graphs;
  assertThrows(
    () => openModel({ ...bundle, manifest, graphs: others }),
    BundleError,
    'expected a graph "logits" as in its manifest, got none',
  );
  const still = { ...manifest, draws: null };
  assertThrows(
    () => openModel({ ...bundle, manifest: still, graphs }),
    BundleError,
    'expected no graph "logits" as in its manifest, got one',
  );
});

Deno.test("openModel() refuses graphs that look up codes beyond a table", () => {
  const { manifest, ...bundle } = randomBundle();
  const classes = [...manifest.classes, "one more"];
  assertThrows(
    () => openModel({ ...bundle, manifest: { ...manifest, classes } }),
    BundleError,
    "to read codes below 5, got below 6",
  );
});

Deno.test("openModel() refuses a way to draw that it does not know", () => {
  const { manifest, ...bundle } = randomBundle();
  const draws = "by denoising" as const;
  assertThrows(
    () => openModel({ ...bundle, manifest: { ...manifest, draws } }),
    BundleError,
    "manifest.json to draw in order or not at all, got by denoising",
  );
});
