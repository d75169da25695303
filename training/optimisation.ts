import type { AdamOptions } from "./backend.ts";
import type { LearningRateSchedule } from "./learning_rate.ts";
import type { Optimisation } from "../models/optimisation.ts";

/** Adam's settings; betas and epsilon are those of the paper. */
export function adamOptions(
  { rate, weightDecay, clip, averageDecay }: Optimisation,
): AdamOptions {
  return { rate, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay, clip, averageDecay };
}

/** Warm-up and cosine over all steps. */
export function learningRateOf({ warmup, steps, finalRate }: Optimisation): LearningRateSchedule {
  return { warmup: Math.min(warmup, Math.floor(steps / 4)), total: steps, final: finalRate };
}
