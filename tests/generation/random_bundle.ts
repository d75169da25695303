import { type Bundle, CODEBOOK_WEIGHT, type Manifest, type Weight } from "../../core/bundle/mod.ts";
import { Graph, splice } from "../../core/graph/mod.ts";
import type { PixelCnnModel } from "../../models/priors/pixel_cnn_config.ts";
import type { VqVaeModel } from "../../models/autoencoders/vq_vae_config.ts";
import { traceConfigs } from "../support/trace_configs.ts";
import { randomWeights } from "./random_prior.ts";

export const AUTOENCODER: VqVaeModel = {
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

export const PRIOR: PixelCnnModel = {
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
  const { graphs, ...traced } = traceConfigs(autoencoder, prior);
  const weights = new Map<string, Weight>();
  for (const file of [[graphs.encode!, graphs.decode!], [graphs.logits!]]) {
    const graph = new Graph();
    for (const it of file) splice(graph, it, { n: 1 });
    for (const [name, values] of randomWeights(graph, 2)) {
      weights.set(name, { shape: graph.parameters.get(name)!.tensor.shape, values });
    }
  }
  const manifest: Manifest = {
    formatVersion: 2,
    id: "random",
    title: "Random weights",
    ...traced,
    classes: Array.from({ length: prior.classes }, (_, i) => `class ${i}`),
    metrics: {},
    seed: 1,
    data: { name: "none", licence: "none", source: "none" },
    training: { steps: {}, seconds: 0, adapter: "none" },
    files: {},
  };
  const codebook = weights.get(CODEBOOK_WEIGHT)!.values;
  return { manifest, version: "0".repeat(64), graphs, weights, codebook };
}
