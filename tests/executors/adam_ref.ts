import type { AdamOptions } from "../../executors/storage/adam_options.ts";

/** Weights and state of Adam in f64. */
export interface AdamRefState {
  weights: number[];
  mean: number[];
  square: number[];
  average: number[];
}

/** State of new weights. */
export function startAdamRef(weights: Iterable<number>): AdamRefState {
  const values = [...weights];
  const zeros = () => values.map(() => 0);
  return { weights: values, mean: zeros(), square: zeros(), average: [...values] };
}

/**
 * One step of AdamW with clipping by the norm and an average of the weights, in f64.
 * Source: Loshchilov and Hutter 2019, algorithm 2.
 * @param step Steps done before. @param scale Of the schedule. @param decays Tells the weights that decay.
 */
export function adamRef(
  state: AdamRefState,
  gradient: readonly number[],
  { step, scale, decays, options }: {
    step: number;
    scale: number;
    decays: (index: number) => boolean;
    options: AdamOptions;
  },
): AdamRefState {
  const { rate, beta1, beta2, epsilon, weightDecay, clip, averageDecay } = options;
  const t = step + 1;
  const norm = Math.sqrt(gradient.reduce((sum, g) => sum + g * g, 0));
  const clipped = gradient.map((g) => clip > 0 && norm > clip ? g * clip / norm : g);
  const mean = clipped.map((g, i) => beta1 * state.mean[i] + (1 - beta1) * g);
  const square = clipped.map((g, i) => beta2 * state.square[i] + (1 - beta2) * g * g);
  const weights = state.weights.map((w, i) => {
    const unbiased = mean[i] / (1 - beta1 ** t);
    const scatter = Math.sqrt(square[i] / (1 - beta2 ** t));
    const decay = decays(i) ? weightDecay * w : 0;
    return w - rate * scale * (unbiased / (scatter + epsilon) + decay);
  });
  const keep = Math.min(averageDecay, t / (9 + t));
  const average = state.average.map((a, i) => keep * a + (1 - keep) * weights[i]);
  return { weights, mean, square, average };
}
