/** A part of a data set. */
export type Part = "train" | "validation" | "test";

/**
 * Assigns contents to parts by their hash alone: 10 % test, 10 % validation, the rest train. Equal
 * contents come into one part, and a content keeps its part when others are added or removed. Only where
 * a small set leaves test or validation empty is it given the lowest hash that is free.
 * @param hashes SHA-256 (hex) of each content; repeats allowed.
 */
export function splitByContent(hashes: readonly string[]): Part[] {
  const parts = new Map<string, Part>();
  for (const hash of [...new Set(hashes)].sort()) {
    const place = parseInt(hash.slice(0, 8), 16) / 2 ** 32;
    parts.set(hash, place < 0.1 ? "test" : place < 0.2 ? "validation" : "train");
  }
  for (const part of ["test", "validation"] as const) {
    if ([...parts.values()].includes(part)) continue;
    const free = [...parts].find(([, taken]) => taken === "train");
    if (free !== undefined) parts.set(free[0], part);
  }
  return hashes.map((hash) => parts.get(hash)!);
}
