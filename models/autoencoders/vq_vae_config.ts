import * as z from "zod";
import type { ImageShape } from "../contract.ts";

/** How the codebook learns: by its own loss, or as a moving average of the latents it stands for. */
const Codebook = z.discriminatedUnion("update", [
  z.strictObject({ update: z.literal("loss") }),
  z.strictObject({
    update: z.literal("ema"),
    /** Share of the old average that a step keeps. */
    decay: z.number().min(0).max(0.99999),
    /** Laplace smoothing of the counts. */
    epsilon: z.number().min(0).max(1),
    /** Entries that stand for fewer latents a step (on average) are put on a latent; 0 is never. */
    restartThreshold: z.number().min(0).max(1e6),
  }),
]);

/** Settings of a VQ-VAE. Source: van den Oord et al. 2017, https://arxiv.org/abs/1711.00937 */
export const VqVaeConfig = z.strictObject({
  /** Width of the convolutions; the outermost of several has half. */
  channels: z.int().min(2).max(1024).refine((width) => width % 2 === 0, { error: "must be even" }),
  residualChannels: z.int().min(1).max(1024),
  /** With 0 the encoder also goes without its 3×3 convolution: codes then see less around them, and are easier to predict. */
  encoderResidualBlocks: z.int().min(0).max(16),
  decoderResidualBlocks: z.int().min(0).max(16),
  /** Number of halvings from the image to the grid of codes. */
  downsamplings: z.int().min(1).max(3),
  /** D, the width of an entry. */
  embeddingDim: z.int().min(1).max(1024),
  /** K, the number of entries. */
  codebookSize: z.int().min(2).max(65536),
  /** β, the weight of the commitment loss. */
  beta: z.number().min(0).max(100),
  codebook: Codebook,
  /** Puts latents and entries on the unit sphere. */
  normaliseCodes: z.boolean(),
});

export type VqVaeConfig = z.infer<typeof VqVaeConfig>;

/** Settings and the images that they are for. */
export type VqVaeModel = VqVaeConfig & { readonly imageShape: ImageShape };

/** Rows and columns of the grid of codes. */
export function gridShape(
  { imageShape, downsamplings }: VqVaeModel,
): { height: number; width: number } {
  const side = 2 ** downsamplings;
  return { height: imageShape.height / side, width: imageShape.width / side };
}
