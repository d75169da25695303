import type { Values } from "../../core/graph/mod.ts";

/** Largest difference, relative to the largest value; Infinity if there are not as many. */
export function differenceOf(expected: Values, actual: Values): number {
  if (expected.length !== actual.length) return Infinity;
  let largest = 1e-3;
  let difference = 0;
  for (let i = 0; i < expected.length; i++) {
    largest = Math.max(largest, Math.abs(expected[i]));
    const gap = Math.abs(expected[i] - actual[i]);
    if (!(gap <= difference)) difference = gap;
  }
  return difference / largest;
}
