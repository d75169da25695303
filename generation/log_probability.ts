import { exp, log } from "../core/graph/elementary.ts";

/** ln p(code) under softmax(logits), in f64 and at most 0. @param logits `[k]`. */
export function logProbability(logits: Float32Array, code: number): number {
  let max = logits[0];
  for (let i = 1; i < logits.length; i++) max = Math.max(max, logits[i]);
  let sum = 0;
  for (let i = 0; i < logits.length; i++) sum += exp(logits[i] - max);
  return logits[code] - max - log(sum);
}
