import type { TapTable } from "../../core/graph/ops/conv_sum.ts";

/** Positions of a convolution that share a list of taps; each may lack some of them. */
export interface TapGroup {
  readonly positions: readonly number[];
  /** Ascending. */
  readonly taps: readonly number[];
}

/** Merging compares all pairs, again and again: with more groups, as a kernel of 9 × 9 gives, it would take seconds. */
const MAX_MERGED = 64;

/**
 * Groups positions for kernels that compute four at a time: positions with the same taps, and others where
 * reading zeros costs less than an incomplete block.
 */
export function tapGroups({ starts, taps }: TapTable, positions: Uint32Array): TapGroup[] {
  if (positions.length === 1) {
    const [position] = positions;
    return [{
      positions: [position],
      taps: [...taps.subarray(starts[position], starts[position + 1])],
    }];
  }
  const bySignature = new Map<string, { positions: number[]; taps: number[] }>();
  for (const position of positions) {
    const own = Array.from(taps.subarray(starts[position], starts[position + 1]));
    const key = String(own);
    const group = bySignature.get(key);
    if (group) group.positions.push(position);
    else bySignature.set(key, { positions: [position], taps: own });
  }
  const groups: TapGroup[] = [...bySignature.values()];
  while (groups.length <= MAX_MERGED) {
    const best = bestMerge(groups);
    if (!best) return groups;
    const { first, second } = best;
    groups[first] = merge(groups[first], groups[second]);
    groups.splice(second, 1);
  }
  return groups;
}

interface Merge {
  readonly first: number;
  readonly second: number;
}

function bestMerge(groups: readonly TapGroup[]): Merge | undefined {
  let best: Merge | undefined;
  let most = 0;
  for (let first = 0; first < groups.length; first++) {
    for (let second = first + 1; second < groups.length; second++) {
      const [a, b] = [groups[first], groups[second]];
      const count = a.positions.length + b.positions.length;
      const gain = costOf(a) + costOf(b) - cost(count, unionOf(a.taps, b.taps).length);
      if (gain > most) {
        most = gain;
        best = { first, second };
      }
    }
  }
  return best;
}

function merge(a: TapGroup, b: TapGroup): TapGroup {
  return {
    positions: [...a.positions, ...b.positions].sort((p, q) => p - q),
    taps: unionOf(a.taps, b.taps),
  };
}

function unionOf(a: readonly number[], b: readonly number[]): number[] {
  return [...new Set([...a, ...b])].sort((p, q) => p - q);
}

function costOf({ positions, taps }: TapGroup): number {
  return cost(positions.length, taps.length);
}

/** Approximate time of a group in units of one tap; measured on one core. */
function cost(positions: number, taps: number): number {
  const rows = positions === 1 ? 1.4 : positions === 2 ? 2.2 : 4 * Math.ceil(positions / 4);
  return rows * (taps + 0.5);
}
