import { loadBundle, type Manifest } from "../core/bundle/mod.ts";
import { encodePng, imageFromPixels } from "../core/image/mod.ts";
import { CachedPass } from "../generation/cached_pass.ts";
import { PlainCodec } from "../generation/codec.ts";
import { modelGraphs } from "../generation/model_graphs.ts";
import { modelValues } from "../generation/model_values.ts";
import { NaivePass } from "../generation/naive_pass.ts";
import { bundlePrior, type Prior } from "../generation/prior.ts";
import { Sampler } from "../generation/sampler.ts";
import type { Benchmark } from "./benchmark.ts";
import { timeRuns } from "./measure.ts";
import { randomCodec, randomPrior } from "./random_models.ts";
import { REFERENCE_PICTURES, REFERENCE_RECIPE } from "../models/reference_recipe.ts";
import { type BenchResult, timeResult } from "./result.ts";

/** The models that make a picture. */
interface Generator {
  readonly prior: Prior;
  readonly codec: PlainCodec;
  readonly image: Manifest["image"];
}

/**
 * Milliseconds of each part of one picture, on one core in TypeScript: of the reference models with
 * random weights, and of a bundle.
 * @param bundle Folder of a bundle; its parts are left out where there is none.
 */
export async function generationBenchmarks(bundle: string): Promise<Benchmark[]> {
  const exists = await Deno.stat(`${bundle}/manifest.json`).then(() => true, () => false);
  const id = bundle.split("/").at(-1)!;
  return [
    ...parts("generate, random weights", () => Promise.resolve(randomGenerator())),
    ...exists ? parts(`generate, ${id}`, () => openGenerator(bundle)) : [],
  ];
}

function parts(name: string, open: () => Promise<Generator>): Benchmark[] {
  let opened: Promise<Generator> | undefined;
  const part = (what: string, prepare: (generator: Generator) => () => unknown): Benchmark => ({
    name: `${name}: ${what}`,
    run: async ({ effort }): Promise<BenchResult[]> => {
      const work = prepare(await (opened ??= open()));
      return [timeResult(`${name}: ${what}`, await timeRuns(work, { effort }))];
    },
  });
  return [
    part("codes, cached sampler", ({ prior }) => drawWith(prior, new CachedPass(prior))),
    part("codes, naive sampler", ({ prior }) => drawWith(prior, new NaivePass(prior))),
    part("decode", ({ prior, codec }) => {
      const codes = someCodes(prior);
      return () => codec.decodeAll([codes]);
    }),
    part("PNG", ({ prior, codec, image }) => {
      const [pixels] = codec.decodeAll([someCodes(prior)]);
      return () => encodePng(imageFromPixels(pixels, image));
    }),
  ];
}

/** Draws the grid of the next seed at each call. */
function drawWith({ shape }: Prior, pass: CachedPass | NaivePass): () => unknown {
  const sampler = new Sampler(shape, () => pass);
  let seed = 0;
  const label = shape.classes > 0 ? { class: 0 } : {};
  return () => sampler.sample({ seed: seed++, temperature: 1, guidance: 1, ...label });
}

function someCodes(prior: Prior): Uint32Array {
  const sampler = new Sampler(prior.shape, () => new CachedPass(prior));
  return sampler.sample({ seed: 7, temperature: 1, guidance: 1 }).codes;
}

function randomGenerator(): Generator {
  const { codec, prior } = REFERENCE_RECIPE;
  const { image, classes } = REFERENCE_PICTURES;
  const space = codec.kind.space(codec.config, image);
  if (space.kind !== "codes") throw new TypeError("Cannot time a prior: expected codes");
  return {
    prior: randomPrior(prior!, { space, classes }),
    codec: randomCodec(codec, { image }),
    image: { ...image, channels: image.channels as 1 | 3 | 4 },
  };
}

async function openGenerator(folder: string): Promise<Generator> {
  const bundle = await loadBundle((name) => Deno.readFile(`${folder}/${name}`));
  const graphs = modelGraphs(bundle.manifest, bundle.graphs);
  return {
    prior: bundlePrior(bundle),
    codec: new PlainCodec(graphs, modelValues(bundle)),
    image: bundle.manifest.image,
  };
}
