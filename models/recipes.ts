import { recipeOf } from "./recipe_config.ts";
import type { Recipe } from "./recipe.ts";

const MNIST = {
  id: "mnist",
  title: "MNIST digits",
  data: "mnist",
  validation: 0,
  codec: {
    kind: "vq_vae",
    channels: 64,
    residualChannels: 32,
    encoderResidualBlocks: 0,
    decoderResidualBlocks: 2,
    downsamplings: 2,
    embeddingDim: 16,
    codebookSize: 32,
    beta: 0.25,
    codebook: { update: "ema", decay: 0.99, epsilon: 1e-5, restartThreshold: 0.5 },
    normaliseCodes: false,
    optimisation: {
      batchSize: 64,
      steps: 5000,
      rate: 8e-3,
      warmup: 200,
      finalRate: 0,
      weightDecay: 0,
      clip: 0,
      averageDecay: 0.999,
    },
  },
  prior: {
    kind: "pixel_cnn",
    embeddingDim: 16,
    channels: 64,
    layers: 8,
    firstKernel: 7,
    kernel: 3,
    outputChannels: 128,
    dropout: 0.1,
    labelDropout: 0.1,
    optimisation: {
      batchSize: 32,
      steps: 14000,
      rate: 3e-3,
      warmup: 300,
      finalRate: 0,
      weightDecay: 0,
      clip: 1,
      averageDecay: 0.999,
    },
  },
};

const PROCEDURAL = {
  ...MNIST,
  id: "procedural",
  title: "Coloured shapes",
  data: "procedural",
  validation: 512,
  codec: { ...MNIST.codec, downsamplings: 1, codebookSize: 128 },
  // New pictures never run out, so there is nothing to learn by heart.
  prior: { ...MNIST.prior, layers: 6, dropout: 0 },
};

/** The recipes that come with Tessera, by name. */
export const RECIPES: ReadonlyMap<string, Recipe> = new Map(
  [MNIST, PROCEDURAL].map((config) => [config.id, recipeOf(config)]),
);
