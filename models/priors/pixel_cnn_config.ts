import * as z from "zod";

const Kernel = z.int().min(3).max(31).refine((side) => side % 2 === 1, { error: "must be odd" });

/** Settings of a gated PixelCNN. Source: van den Oord et al. 2016, https://arxiv.org/abs/1606.05328 */
export const PixelCnnConfig = z.strictObject({
  /** Width of the vectors that codes are read as. */
  embeddingDim: z.int().min(1).max(1024),
  /** Width of each stack. */
  channels: z.int().min(1).max(1024),
  /** Layers in all: the first with mask A and `firstKernel`, the others with mask B and `kernel`. */
  layers: z.int().min(1).max(64),
  firstKernel: Kernel,
  kernel: Kernel,
  /** Width of the hidden 1x1 convolution before the logits. */
  outputChannels: z.int().min(1).max(4096),
  /** Share of the gates' outputs dropped in training. */
  dropout: z.number().min(0).max(0.9),
});

export type PixelCnnConfig = z.infer<typeof PixelCnnConfig>;

/** Settings, and the grids of codes and the classes that they are for. */
export interface PixelCnnModel extends PixelCnnConfig {
  /** K, the number of codes. */
  readonly codebookSize: number;
  readonly grid: { readonly height: number; readonly width: number };
  /** 0: the prior takes no class. */
  readonly classes: number;
}
