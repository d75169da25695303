import { Random } from "../../core/random/random.ts";
import { type Entries, nearestEntry } from "./entries.ts";

/** How pictures between two others are made. */
export const BLEND_WAYS = ["entries", "swap", "seam"] as const;
export type BlendWay = typeof BLEND_WAYS[number];

/** What each way does, for people. */
export const BLEND_TEXTS: Readonly<Record<BlendWay, { title: string; text: string }>> = {
  entries: {
    title: "Mix entries",
    text:
      "At each position the two entries of the codebook are mixed in proportion, and the entry " +
      "nearest to the mixture is taken.",
  },
  swap: {
    title: "Swap codes",
    text:
      "One position after the other, in a shuffled order, changes from the first picture's code " +
      "to the second's. No code is new.",
  },
  seam: {
    title: "Draw seam",
    text: "The second picture comes in from above. Codes above and below the seam are kept; the " +
      "rows between them are drawn by the model, with the seed, temperature and the rest as set.",
  },
};

/** A way of that name. */
export function isBlendWay(name: string | null): BlendWay | undefined {
  return BLEND_WAYS.find((way) => way === name);
}

/** Which pictures to blend, and where between them. */
export interface Blend {
  /** `[gh * gw]` each. */
  readonly from: readonly number[];
  readonly to: readonly number[];
  /** 0 is `from`, 1 is `to`. */
  readonly at: number;
}

/** Mixes the entries of two pictures and takes the nearest ones. @returns `[gh * gw]`. */
export function mixEntries({ from, to, at }: Blend, entries: Entries): number[] {
  const mixed = new Float32Array(entries.dim);
  return from.map((code, position) => {
    const other = to[position];
    if (code === other || at === 0) return code;
    if (at === 1) return other;
    const a = entries.row(code), b = entries.row(other);
    for (let i = 0; i < mixed.length; i++) mixed[i] = (1 - at) * a[i] + at * b[i];
    return nearestEntry(mixed, entries);
  });
}

/** Takes the second picture's codes at a share `at` of the positions, always the same ones first. */
export function swapCodes({ from, to, at }: Blend): number[] {
  const order = new Random(0).permutation(from.length);
  const swapped = new Set(order.subarray(0, Math.round(at * from.length)));
  return from.map((code, position) => swapped.has(position) ? to[position] : code);
}

/** Codes above and below a seam of about a third of the height; null on the seam, for the model to draw. */
export function openSeam({ from, to, at }: Blend, width: number): (number | null)[] {
  const height = from.length / width;
  const thickness = at > 0 && at < 1 ? Math.max(1, Math.round(height / 3)) : 0;
  const start = Math.round(at * (height + thickness)) - thickness; // moves in from above, out below
  return from.map((code, position) => {
    const row = Math.floor(position / width);
    if (row < start) return to[position];
    return row < start + thickness ? null : code;
  });
}
