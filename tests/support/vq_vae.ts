import { type Graph, type RandomSource, type Values } from "../../core/graph/mod.ts";
import type { VqVaeModel } from "../../models/autoencoders/vq_vae_config.ts";

/** A VQ-VAE small enough for the reference: images 1×8×8, grid 2×2, K = 5, D = 3. */
export const TINY: VqVaeModel = {
  imageShape: { channels: 1, height: 8, width: 8 },
  channels: 4,
  residualChannels: 3,
  encoderResidualBlocks: 1,
  decoderResidualBlocks: 1,
  downsamplings: 2,
  embeddingDim: 3,
  codebookSize: 5,
  beta: 0.25,
  codebook: { update: "loss" },
  normaliseCodes: false,
};

/** {@link TINY} with a moving-average codebook. */
export const TINY_EMA = {
  ...TINY,
  codebook: { update: "ema", decay: 0.9, epsilon: 1e-3, restartThreshold: 0 },
} as const satisfies VqVaeModel;

/** First values of all parameters of a graph, by name. */
export function initialise(graph: Graph, random: RandomSource): Map<string, Values> {
  return new Map(
    [...graph.parameters].map(([name, { tensor, initializer }]) => [
      name,
      initializer(tensor.shape, random),
    ]),
  );
}
