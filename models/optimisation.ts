import * as z from "zod";

/** How a stage is optimised: Adam with linear warm-up and a cosine. */
export interface Optimisation {
  /** Images a step. */
  readonly batchSize: number;
  /** Steps in all. */
  readonly steps: number;
  /** Largest learning rate. */
  readonly rate: number;
  /** Steps in which the rate rises. */
  readonly warmup: number;
  /** Share of the rate left at the end. */
  readonly finalRate: number;
  /** Decay per step and unit of rate, of parameters of rank 2 and more. */
  readonly weightDecay: number;
  /** Largest norm of the gradient; 0 is any. */
  readonly clip: number;
  /** Decay of the moving average of the weights. */
  readonly averageDecay: number;
}

/** Bounds of an {@link Optimisation}. */
export const OptimisationRules: z.ZodType<Optimisation> = z.strictObject({
  batchSize: z.int().min(1).max(4096),
  steps: z.int().min(1).max(10_000_000),
  rate: z.number().positive().max(1),
  warmup: z.int().min(0).max(1_000_000),
  finalRate: z.number().min(0).max(1),
  weightDecay: z.number().min(0).max(1),
  clip: z.number().min(0).max(1e6),
  averageDecay: z.number().min(0).max(0.99999),
});
