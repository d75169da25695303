import type { Bundle, Manifest, Weight } from "../../core/bundle/mod.ts";
import { Graph } from "../../core/graph/mod.ts";
import { buildPrior } from "../../generation/prior.ts";
import type { PixelCnnConfig } from "../../models/priors/pixel_cnn_config.ts";
import { vqVaeCodes, vqVaeDecode } from "../../models/autoencoders/vq_vae.ts";
import type { VqVaeConfig } from "../../models/autoencoders/vq_vae_config.ts";
import { randomWeights } from "./random_prior.ts";

export const AUTOENCODER: VqVaeConfig = {
  imageShape: { channels: 3, height: 8, width: 12 },
  channels: 6,
  residualChannels: 4,
  encoderResidualBlocks: 1,
  decoderResidualBlocks: 1,
  downsamplings: 2,
  embeddingDim: 3,
  codebookSize: 9,
  beta: 0.25,
  codebook: { update: "loss" },
  normaliseCodes: false,
};

export const PRIOR: PixelCnnConfig = {
  codebookSize: 9,
  grid: { height: 2, width: 3 },
  embeddingDim: 4,
  channels: 6,
  layers: 2,
  firstKernel: 5,
  kernel: 3,
  outputChannels: 8,
  classes: 4,
  dropout: 0,
};

/** A bundle of random weights, as loaded; `classes: 0` in the prior makes one without classes. */
export function randomBundle(autoencoder = AUTOENCODER, prior = PRIOR): Bundle {
  const first = new Graph();
  const { channels, height, width } = autoencoder.imageShape;
  const pixels = first.input("pixels", [1, channels, height, width]);
  vqVaeDecode(first, autoencoder, vqVaeCodes(first, autoencoder, pixels));
  const second = buildPrior(prior, new Map()).graph;
  const weights = new Map<string, Weight>();
  for (const [stage, graph] of [["autoencoder", first], ["prior", second]] as const) {
    for (const [name, values] of randomWeights(graph, 2)) {
      const { shape } = graph.parameters.get(name)!.tensor;
      weights.set(`${stage}.${name}`, { shape, values });
    }
  }
  const manifest: Manifest = {
    formatVersion: 1,
    id: "random",
    title: "Random weights",
    image: { height, width, channels: channels as 1 | 3 | 4 },
    grid: prior.grid,
    codebook: { size: autoencoder.codebookSize, dim: autoencoder.embeddingDim },
    classes: Array.from({ length: prior.classes }, (_, i) => `class ${i}`),
    models: {
      autoencoder: { kind: "vq_vae", config: autoencoder },
      prior: { kind: "pixel_cnn", config: prior },
    },
    metrics: {},
    seed: 1,
    data: { name: "none", licence: "none", source: "none" },
    training: { steps: {}, seconds: 0, adapter: "none" },
    files: {},
  };
  const codebook = weights.get("autoencoder.codebook.entries")!.values;
  return { manifest, version: "0".repeat(64), weights, codebook };
}
