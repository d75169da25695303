/** Settings of Adam with decoupled weight decay and a moving average of the weights. */
export interface AdamOptions {
  /** Largest learning rate; the learning-rate schedule scales it. */
  readonly rate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Decay per step and unit of rate, of parameters of rank >= 2. */
  readonly weightDecay: number;
  /** Largest norm of the whole gradient; 0: no clipping. */
  readonly clip: number;
  /** Decay of the moving average of the weights, in [0, 1). */
  readonly averageDecay: number;
}

/** Names of the arenas that make up the optimiser's state. */
export const ADAM_STATE = ["mean", "square", "average"] as const;
export type AdamArena = typeof ADAM_STATE[number];

/** Names of the scalars of one step, in the order in which kernels read them. */
export const ADAM_SCALARS = [
  "rate",
  "beta1",
  "beta2",
  "epsilon",
  "decay",
  "clip",
  "correction1",
  "correction2",
  "average",
] as const;

/**
 * The scalars of one step, by {@link ADAM_SCALARS}.
 * @param at.step Steps done before, from 0. @param at.scale Factor of the learning rate, in [0, 1].
 */
export function adamScalars(
  options: AdamOptions,
  at: { readonly step: number; readonly scale: number },
): number[] {
  const { rate, beta1, beta2, epsilon, weightDecay, clip, averageDecay } = options;
  const t = at.step + 1;
  // Early on, the average forgets faster: (1 + t) / (10 + t), as in TensorFlow's moving averages.
  const average = Math.min(averageDecay, t / (9 + t));
  const corrections = [1 - beta1 ** t, 1 - beta2 ** t];
  return [rate * at.scale, beta1, beta2, epsilon, weightDecay, clip, ...corrections, average];
}
