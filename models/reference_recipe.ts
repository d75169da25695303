import { recipeOf } from "./recipe_config.ts";
import type { Pictures, Recipe } from "./recipe.ts";

const OPTIMISATION = {
  batchSize: 64,
  steps: 1000,
  rate: 1e-3,
  warmup: 0,
  finalRate: 1,
  weightDecay: 0,
  clip: 0,
  averageDecay: 0.999,
};

/** Grey pictures of 28 × 28 without classes. */
export const REFERENCE_PICTURES: Pictures = {
  image: { channels: 1, height: 28, width: 28 },
  classes: 0,
};

/**
 * The models that benchmarks time, which were written for the same work in PyTorch, TensorFlow.js and jax-js.
 *
 * The VQ-VAE has 235,201 parameters, layer for layer those of the other programs. Equal: shapes, β, the codebook's own
 * loss, straight-through, Adam 1e-3. Beyond theirs, a step of ours keeps a moving average of the weights and looks for
 * values that are not finite.
 *
 * The PixelCNN has 855,808 parameters. Equal to the PyTorch program: embeddings of 64, 8 layers in two stacks of 64
 * channels, a first layer of 7×7 with mask A, then 3×3 with mask B, two 1×1 convolutions to the logits of 128 codes,
 * mean cross-entropy. Not equal: PyTorch's first layer has 65,536 more weights, which it multiplies by 0, while ours
 * have just the taps that are read; PyTorch pads on both sides and cuts off what it computed too much, ours pads on
 * one; PyTorch moves the vertical stack down by a row in each layer, ours is a row above from the first; ours has one
 * more ReLU behind the layers and, as in the VQ-VAE, an average of the weights.
 */
export const REFERENCE_RECIPE: Recipe = recipeOf({
  id: "reference",
  title: "Reference models of the benchmarks",
  data: "mnist",
  validation: 0,
  codec: {
    kind: "vq_vae",
    channels: 64,
    residualChannels: 32,
    encoderResidualBlocks: 2,
    decoderResidualBlocks: 2,
    downsamplings: 2,
    embeddingDim: 64,
    codebookSize: 128,
    beta: 0.25,
    codebook: { update: "loss" },
    normaliseCodes: false,
    optimisation: OPTIMISATION,
  },
  prior: {
    kind: "pixel_cnn",
    embeddingDim: 64,
    channels: 64,
    layers: 8,
    firstKernel: 7,
    kernel: 3,
    outputChannels: 128,
    dropout: 0,
    labelDropout: 0,
    optimisation: OPTIMISATION,
  },
});
