import * as z from "zod";

/** How a stage is optimised: Adam with linear warm-up and a cosine. */
export const Optimisation = z.strictObject({
  /** Images a step. */
  batchSize: z.int().min(1).max(4096),
  steps: z.int().min(1).max(10_000_000),
  /** Largest learning rate. */
  rate: z.number().positive().max(1),
  /** Steps in which the rate rises. */
  warmup: z.int().min(0).max(1_000_000),
  /** Share of the rate left at the end. */
  finalRate: z.number().min(0).max(1),
  weightDecay: z.number().min(0).max(1),
  /** Largest norm of the gradient; 0 is any. */
  clip: z.number().min(0).max(1e6),
  /** Decay of the moving average of the weights. */
  averageDecay: z.number().min(0).max(0.99999),
});

export type Optimisation = z.infer<typeof Optimisation>;
