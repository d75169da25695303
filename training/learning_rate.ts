/** How the learning rate changes over training. */
export interface LearningRateSchedule {
  /** Steps in which the rate rises linearly from 0. */
  readonly warmup: number;
  /** Steps in all; the cosine ends there. */
  readonly total: number;
  /** Fraction of the rate that is left at the end, in [0, 1]. */
  readonly final: number;
}

/**
 * Factor of the learning rate for the step after `step` steps: linear warm-up, then half a cosine
 * from 1 to `final` (Loshchilov and Hutter 2017, eq. 5, one cycle).
 */
export function learningRateAt(
  { warmup, total, final }: LearningRateSchedule,
  step: number,
): number {
  if (step < warmup) return (step + 1) / warmup;
  const progress = Math.min(1, (step - warmup) / Math.max(1, total - warmup));
  return final + (1 - final) * 0.5 * (1 + Math.cos(Math.PI * progress));
}
