import { exp } from "../core/graph/elementary.ts";
import type { SamplingSettings } from "./settings.ts";

/**
 * Draws one code: temperature, then topK, then topP, then the inverse of the distribution function
 * over the codes in ascending order. Of codes with equal logits the lower is the likelier.
 * @param logits `[k]`.
 * @param uniform In [0, 1): decides alone.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const logits = Float32Array.of(0, 2, 1);
 * assertEquals(drawCode(logits, { temperature: 0 }, 0.9), 1);
 * assertEquals(drawCode(logits, { temperature: 1, topK: 2 }, 0.9), 2);
 * ```
 */
export function drawCode(
  logits: Float32Array | Float64Array,
  { temperature, topK = logits.length, topP = 1 }: SamplingSettings,
  uniform: number,
): number {
  const best = likeliest(logits);
  if (temperature === 0) return best;
  const weights = Float64Array.from(logits, (x) => exp((x - logits[best]) / temperature));
  if (topK < logits.length || topP < 1) {
    truncate(weights, logits, { topK: Math.min(topK, logits.length), topP });
  }
  let total = 0;
  for (let code = 0; code < weights.length; code++) total += weights[code];
  const target = uniform * total;
  let sum = 0, last = best;
  for (let code = 0; code < weights.length; code++) {
    if (weights[code] === 0) continue;
    sum += weights[code];
    if (sum > target) return code;
    last = code;
  }
  return last; // Rounding may leave the sum at the target.
}

/** The code with the largest logit, the lowest on a tie. */
function likeliest(logits: Float32Array | Float64Array): number {
  let best = 0;
  for (let code = 1; code < logits.length; code++) {
    if (logits[code] > logits[best]) best = code;
  }
  return best;
}

/** Zeroes the weights of all but the likeliest codes. The code that crosses topP stays. */
function truncate(
  weights: Float64Array,
  logits: Float32Array | Float64Array,
  { topK, topP }: { topK: number; topP: number },
): void {
  const order = Uint32Array.from(logits, (_, code) => code)
    .sort((a, b) => logits[b] - logits[a] || a - b);
  let total = 0;
  for (let rank = 0; rank < topK; rank++) total += weights[order[rank]];
  let sum = 0;
  for (let rank = 0; rank < order.length; rank++) {
    const weight = weights[order[rank]];
    if (rank >= topK || (topP < 1 && sum >= topP * total)) weights[order[rank]] = 0;
    sum += weight;
  }
}
