import { WasmSampler } from "../../generation/wasm_sampler.ts";
import { Machine } from "../../executors/wasm/machine.ts";
import { Graph, type Values } from "../../core/graph/mod.ts";
import { CachedPass } from "../../generation/cached_pass.ts";
import { NaivePass } from "../../generation/naive_pass.ts";
import type { Prior } from "../../generation/prior.ts";
import { Random } from "../../core/random/random.ts";
import { Sampler } from "../../generation/sampler.ts";
import { pixelCnnLogits } from "../../models/priors/pixel_cnn.ts";
import type { PixelCnnModel } from "../../models/priors/pixel_cnn_config.ts";
import { KERNELS } from "../support/kernels.ts";

/** A prior small enough to sample naively in a test. */
export const SMALL_PRIOR: PixelCnnModel = {
  codebookSize: 11,
  grid: { height: 3, width: 4 },
  embeddingDim: 3,
  channels: 5,
  layers: 3,
  firstKernel: 5,
  kernel: 3,
  outputChannels: 6,
  classes: 2,
  dropout: 0.2,
};

/** Normal weights for all parameters of a graph, large enough that all codes matter. */
export function randomWeights(graph: Graph, seed: number): Map<string, Float32Array> {
  const random = new Random(seed);
  return new Map(
    Array.from(graph.parameters, ([name, { tensor }]) => {
      const deviation = 1.5 / Math.sqrt(Math.max(4, tensor.size / tensor.shape[0]));
      return [name, new Float32Array(tensor.size).map(() => deviation * random.normal())];
    }),
  );
}

/** A PixelCNN as samplers take it. */
export function buildPrior(config: PixelCnnModel, weights: ReadonlyMap<string, Values>): Prior {
  const graph = new Graph();
  const { classes, codebookSize, grid } = config;
  const codes = graph.input("codes", [1, grid.height, grid.width], "u32");
  const label = classes > 0 ? { class: graph.input("class", [1], "u32") } : {};
  const logits = pixelCnnLogits(graph, config, { codes, ...label });
  return { shape: { classes, codebookSize, grid }, graph, codes, logits, weights };
}

/** A prior with random weights. */
export function randomPrior(config: PixelCnnModel, seed: number): Prior {
  const weights = new Map<string, Float32Array>();
  const prior = buildPrior(config, weights);
  for (const [name, values] of randomWeights(prior.graph, seed)) weights.set(name, values);
  return prior;
}

/** The sampler in plain TypeScript. */
export function cachedSampler(prior: Prior): Sampler {
  return new Sampler(prior.shape, () => new CachedPass(prior));
}

/** The sampler on the WASM kernels. */
export function wasmSampler(prior: Prior): WasmSampler {
  return new WasmSampler(new Machine(KERNELS), prior);
}

/** The oracle. */
export function naiveSampler(prior: Prior): Sampler {
  return new Sampler(prior.shape, () => new NaivePass(prior));
}
