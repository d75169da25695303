import * as z from "zod";

const GridSide = z.int().min(2).max(256);
const Kernel = z.int().min(3).max(31).refine((side) => side % 2 === 1, { error: "must be odd" });

/** Settings of a gated PixelCNN over grids of codes. */
export const PixelCnnConfig = z.strictObject({
  /** K, the number of codes. */
  codebookSize: z.int().min(2).max(65536),
  grid: z.strictObject({ height: GridSide, width: GridSide }),
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
  /** 0: the prior takes no class. */
  classes: z.int().min(0).max(10000),
  /** Share of the gates' outputs dropped in training. */
  dropout: z.number().min(0).max(0.9),
});

export type PixelCnnConfig = z.infer<typeof PixelCnnConfig>;
