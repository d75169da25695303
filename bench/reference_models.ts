import type { PixelCnnConfig } from "../models/priors/pixel_cnn_config.ts";
import type { VqVaeConfig } from "../models/autoencoders/vq_vae_config.ts";

// The models that the same work was written for in PyTorch, TensorFlow.js and jax-js.

/**
 * 235,201 parameters, layer for layer those of the other programs. Equal: shapes, β, the codebook's own
 * loss, straight-through, Adam 1e-3. Beyond theirs, a step of ours keeps a moving average of the weights
 * and looks for values that are not finite.
 */
export const REFERENCE_VQ_VAE: VqVaeConfig = {
  imageShape: { channels: 1, height: 28, width: 28 },
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
};

/**
 * 855,808 parameters. Equal to the PyTorch program: embeddings of 64, 8 layers in two stacks of 64
 * channels, a first layer of 7x7 with mask A, then 3x3 with mask B, two 1x1 convolutions to the logits of
 * 128 codes, mean cross-entropy. Not equal: PyTorch's first layer has 65,536 more weights, which it
 * multiplies by 0, while ours have just the taps that are read; PyTorch pads on both sides and cuts off
 * what it computed too much, ours pads on one; PyTorch moves the vertical stack down by a row in each
 * layer, ours is a row above from the first; ours has one more ReLU behind the layers and, as in the
 * VQ-VAE, an average of the weights.
 */
export const REFERENCE_PIXEL_CNN: PixelCnnConfig = {
  codebookSize: 128,
  grid: { height: 7, width: 7 },
  embeddingDim: 64,
  channels: 64,
  layers: 8,
  firstKernel: 7,
  kernel: 3,
  outputChannels: 128,
  classes: 0,
  dropout: 0,
};
