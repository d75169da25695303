import { floatFromHalf, halfFromFloat } from "../core/bundle/half.ts";

/** Parameters of the codebook: its entries have a file of their own in f32, the others only train it. */
const KEPT = /^codebook\./;

/** Bits of a prior's weights that are not 0 beside sign and exponent: what it knows needs no more, and packs better. */
const PRIOR_BITS = 5;

/**
 * Weights as a bundle stores them, in f16, a prior's rounded further: what follows a stage, measurements among it, sees
 * what is served.
 * @param weights Those of the stage by their names in it.
 */
export function servedWeights(
  stage: "autoencoder" | "prior",
  weights: ReadonlyMap<string, Float32Array>,
): Map<string, Float32Array> {
  return new Map(
    Array.from(weights, ([name, values]) => {
      if (KEPT.test(name)) return [name, values];
      const kept = stage === "prior" ? rounded(values, PRIOR_BITS) : values;
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
