import { loadBundle } from "../core/bundle/mod.ts";
import type { Graph } from "../core/graph/mod.ts";
import { encodePng, imageFromPixels } from "../core/image/mod.ts";
import { Autoencoder } from "../generation/autoencoder.ts";
import { CachedPass } from "../generation/cached_pass.ts";
import { modelConfigs } from "../generation/model_configs.ts";
import { NaivePass } from "../generation/naive_pass.ts";
import { buildPrior, type Prior } from "../generation/prior.ts";
import { Random } from "../core/random/random.ts";
import { Sampler } from "../generation/sampler.ts";
import { stageWeights } from "../generation/stage_weights.ts";
import type { VqVaeConfig } from "../models/autoencoders/vq_vae_config.ts";
import type { Benchmark } from "./benchmark.ts";
import { timeRuns } from "./measure.ts";
import { REFERENCE_PIXEL_CNN, REFERENCE_VQ_VAE } from "./reference_models.ts";
import { type BenchResult, timeResult } from "./result.ts";

/** The models that make a picture. */
interface Generator {
  readonly prior: Prior;
  readonly autoencoder: Autoencoder;
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
    part("decode", ({ prior, autoencoder }) => {
      const codes = someCodes(prior);
      return () => autoencoder.decode(codes);
    }),
    part("PNG", ({ prior, autoencoder }) => {
      const pixels = autoencoder.decode(someCodes(prior));
      const { channels, height, width } = autoencoder.config.imageShape;
      const shape = { channels: channels as 1 | 3 | 4, height, width };
      return () => encodePng(imageFromPixels(pixels, shape));
    }),
  ];
}

/** Draws the grid of the next seed at each call. */
function drawWith({ config }: Prior, pass: CachedPass | NaivePass): () => unknown {
  const sampler = new Sampler(config, () => pass);
  let seed = 0;
  const label = config.classes > 0 ? { class: 0 } : {};
  return () => sampler.sample({ seed: seed++, temperature: 1, guidance: 1, ...label });
}

function someCodes(prior: Prior): Uint32Array {
  const sampler = new Sampler(prior.config, () => new CachedPass(prior));
  return sampler.sample({ seed: 7, temperature: 1, guidance: 1 }).codes;
}

function randomGenerator(): Generator {
  const prior = buildPrior(REFERENCE_PIXEL_CNN, new Map());
  return {
    prior: { ...prior, weights: randomWeights([prior.graph]) },
    autoencoder: randomAutoencoder(REFERENCE_VQ_VAE),
  };
}

function randomAutoencoder(config: VqVaeConfig): Autoencoder {
  const { encoder, decoder } = new Autoencoder(config, new Map());
  return new Autoencoder(config, randomWeights([encoder.graph, decoder.graph]));
}

function randomWeights(graphs: readonly Graph[]): Map<string, Float32Array> {
  const random = new Random(4);
  const parameters = graphs.flatMap((graph) => [...graph.parameters]);
  return new Map(
    parameters.map(([name, { tensor, initializer }]) => [name, initializer(tensor.shape, random)]),
  );
}

async function openGenerator(folder: string): Promise<Generator> {
  const bundle = await loadBundle((name) => Deno.readFile(`${folder}/${name}`));
  const configs = modelConfigs(bundle.manifest);
  const weights = stageWeights(bundle.weights, "autoencoder");
  weights.set("codebook.entries", bundle.codebook);
  return {
    prior: buildPrior(configs.prior, stageWeights(bundle.weights, "prior")),
    autoencoder: new Autoencoder(configs.autoencoder, weights),
  };
}
