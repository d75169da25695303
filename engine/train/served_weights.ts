import { floatFromHalf, halfFromFloat } from "../../core/bundle/half.ts";

/** Parameters of the codebook: its entries have a file of their own in f32, the others only train it. */
const KEPT = /^(?:autoencoder\.)?codebook\./;

/**
 * Weights as a bundle stores them, in f16: what follows a stage, measurements among it, sees what is served.
 * @param weights By name.
 */
export function servedWeights(
  weights: ReadonlyMap<string, Float32Array>,
): Map<string, Float32Array> {
  return new Map(
    Array.from(weights, ([name, values]) => [
      name,
      KEPT.test(name) ? values : floatFromHalf(halfFromFloat(values)),
    ]),
  );
}
