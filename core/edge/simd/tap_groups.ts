import type { TapTable } from "../../graph/ops/conv_sum.ts";

/** Positions of a convolution that share a list of taps; each may lack some of them. */
export interface TapGroup {
  readonly positions: readonly number[];
  /** Ascending. */
  readonly taps: readonly number[];
}

/**
 * Groups positions for kernels that compute four at a time. Positions with the same taps are put together,
 * and others too where reading zeros costs less than a block that is not full.
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
  for (;;) {
    const best = bestMerge(groups);
    if (!best) return groups;
    groups.splice(best.second, 1);
    groups[best.first] = best.merged;
  }
}

interface Merge {
  readonly first: number;
  readonly second: number;
  readonly merged: TapGroup;
}

function bestMerge(groups: readonly TapGroup[]): Merge | undefined {
  let best: Merge | undefined;
  let most = 0;
  for (let first = 0; first < groups.length; first++) {
    for (let second = first + 1; second < groups.length; second++) {
      const merged = merge(groups[first], groups[second]);
      const gain = costOf(groups[first]) + costOf(groups[second]) - costOf(merged);
      if (gain > most) {
        most = gain;
        best = { first, second, merged };
      }
    }
  }
  return best;
}

function merge(a: TapGroup, b: TapGroup): TapGroup {
  return {
    positions: [...a.positions, ...b.positions].sort((p, q) => p - q),
    taps: [...new Set([...a.taps, ...b.taps])].sort((p, q) => p - q),
  };
}

/** About the time of a group, in multiply-adds of one tap; measured on one core. */
function costOf({ positions: { length }, taps }: TapGroup): number {
  const rows = length === 1 ? 1.4 : length === 2 ? 2.2 : 4 * Math.ceil(length / 4);
  return rows * (taps.length + 0.5);
}
