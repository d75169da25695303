import * as z from "zod";

const GridSide = z.int().min(2).max(256);
const Kernel = z.int().min(3).max(31).refine((side) => side % 2 === 1, { error: "must be odd" });

const SETTINGS = {
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
};

/** Settings of a gated PixelCNN. */
export const PixelCnnSettings = z.strictObject(SETTINGS);

export type PixelCnnSettings = z.infer<typeof PixelCnnSettings>;

/** The settings, and the grids of codes and the classes that they are for. */
export const PixelCnnConfig = z.strictObject({
  /** K, the number of codes. */
  codebookSize: z.int().min(2).max(65536),
  grid: z.strictObject({ height: GridSide, width: GridSide }),
  ...SETTINGS,
  /** 0: the prior takes no class. */
  classes: z.int().min(0).max(10000),
});

export type PixelCnnConfig = z.infer<typeof PixelCnnConfig>;
