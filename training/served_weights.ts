import { floatFromHalf, halfFromFloat } from "../core/bundle/half.ts";

/** Parameters of a codebook: its entries have a file of their own in f32, the others only train it. */
const KEPT = /^codebook\./;

/** Significant bits of an f16. */
const HALF_BITS = 11;

/**
 * Weights as a bundle stores them, in f16: what follows a stage, measurements among it, sees what is served.
 * @param weights Those of a stage by their names in it.
 * @param bits Significant bits that a weight keeps, at most 11.
 */
export function servedWeights(
  weights: ReadonlyMap<string, Float32Array>,
  bits = HALF_BITS,
): Map<string, Float32Array> {
  return new Map(
    Array.from(weights, ([name, values]) => {
      if (KEPT.test(name)) return [name, values];
      const kept = bits < HALF_BITS ? rounded(values, bits) : values;
      return [name, floatFromHalf(halfFromFloat(kept))];
    }),
  );
}

/** The nearest numbers with that many significant bits, ties to even. */
function rounded(values: Float32Array, bits: number): Float32Array {
  const words = new Uint32Array(values.slice().buffer);
  const dropped = 24 - bits; // Of an f32's 24.
  for (let i = 0; i < words.length; i++) {
    const even = words[i] >>> dropped & 1;
    words[i] = words[i] + 2 ** (dropped - 1) - 1 + even >>> dropped << dropped;
  }
  return new Float32Array(words.buffer);
}
