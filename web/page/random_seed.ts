/** A seed in [0, 2^32) that nothing decides. */
export function randomSeed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0];
}
