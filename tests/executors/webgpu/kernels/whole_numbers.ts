/** Seeded whole numbers in [-3, 3], whose short sums of products are exact in f32. */
export function wholeNumbers(count: number, seed: number): Float32Array {
  let state = seed >>> 0;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 16) % 7 - 3;
  });
}
