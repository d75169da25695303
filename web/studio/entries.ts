import type { PageModel } from "../runtime/page_model.ts";

/** A codebook, entry by entry. */
export interface Entries {
  /** K. */
  readonly size: number;
  /** D. */
  readonly dim: number;
  /** The vector of an entry, `[D]`; a view. */
  row(entry: number): Float32Array;
}

/** @param codebook `[K, D]`. */
export function entriesOf(codebook: Float32Array, size: number): Entries {
  const dim = codebook.length / size;
  return { size, dim, row: (entry) => codebook.subarray(entry * dim, (entry + 1) * dim) };
}

/** The entries of a model, as its bundle stores them. */
export function modelEntries(
  { codebook, manifest }: Pick<PageModel, "codebook" | "manifest">,
): Entries {
  return entriesOf(codebook, manifest.codebook.size);
}

/** Squared Euclidean distance. */
export function squaredDistance(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) ** 2;
  return sum;
}

/** The entry nearest to a vector `[D]`; of two as near, the lower. */
export function nearestEntry(vector: Float32Array, { size, row }: Entries): number {
  let nearest = 0, least = Infinity;
  for (let entry = 0; entry < size; entry++) {
    const distance = squaredDistance(vector, row(entry));
    if (distance < least) [nearest, least] = [entry, distance];
  }
  return nearest;
}

/** An entry and how far it is from another. */
export interface Neighbour {
  readonly entry: number;
  /** Euclidean. */
  readonly distance: number;
}

/** The `count` other entries nearest to an entry, nearest first. */
export function neighboursOf(entry: number, count: number, { size, row }: Entries): Neighbour[] {
  const others = Array.from({ length: size }, (_, other) => ({
    entry: other,
    distance: Math.sqrt(squaredDistance(row(entry), row(other))),
  })).filter((other) => other.entry !== entry);
  return others.sort((a, b) => a.distance - b.distance || a.entry - b.entry).slice(0, count);
}
