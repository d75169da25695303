import type { Features } from "./features.ts";

/** Points, and around each the ball that reaches to its third nearest neighbour among them. */
export interface Manifold extends Points {
  /** `[count]` squared radii. */
  readonly radii: Float64Array;
}

interface Points {
  readonly count: number;
  readonly width: number;
  /** `[count, width]` */
  readonly points: Float64Array;
}

/** Shares of points that lie in a ball of the other set, in [0, 1]. */
export interface PrecisionRecall {
  /** Of drawn points in real balls: how many look real. */
  readonly precision: number;
  /** Of real points in drawn balls: how much of what is real can be drawn. */
  readonly recall: number;
}

/** k: the neighbour that a ball reaches to. */
export const NEIGHBOURS = 3;

/** Points whose distances to another are computed together. */
const BLOCK = 4;

/** The manifold of points. @throws {RangeError} If there are not more than {@link NEIGHBOURS}. */
export function manifoldOf({ count, width, values }: Features): Manifold {
  if (count <= NEIGHBOURS) {
    throw new RangeError(
      `Cannot find neighbours: expected more than ${NEIGHBOURS} points, got ${count}`,
    );
  }
  const set = { count, width, points: Float64Array.from(values) };
  const nearest = new Float64Array(count * NEIGHBOURS).fill(Infinity);
  forEachPair(set, set, (i, j, distance) => {
    insert(nearest, i, distance);
    insert(nearest, j, distance);
  });
  const radii = Float64Array.from({ length: count }, (_, i) => nearest[(i + 1) * NEIGHBOURS - 1]);
  return { ...set, radii };
}

/**
 * Compares drawn points with real ones, best as many of each.
 * @throws {RangeError} If they are of different widths.
 * Source: Kynkäänniemi et al. 2019, eq. 1 and 2, https://arxiv.org/abs/1904.06991
 */
export function precisionAndRecall(real: Manifold, drawn: Manifold): PrecisionRecall {
  if (real.width !== drawn.width) {
    throw new RangeError(
      `Cannot compare points: expected both of width ${real.width}, got ${drawn.width}`,
    );
  }
  const precise = new Uint8Array(drawn.count), recalled = new Uint8Array(real.count);
  forEachPair(real, drawn, (i, j, distance) => {
    if (distance <= real.radii[i]) precise[j] = 1;
    if (distance <= drawn.radii[j]) recalled[i] = 1;
  });
  return { precision: share(precise), recall: share(recalled) };
}

/** Visits squared distances of the points i of one set to the points j of another; of a set to itself those with i < j. */
function forEachPair(
  a: Points,
  b: Points,
  visit: (i: number, j: number, distance: number) => void,
): void {
  const { width } = a, { points } = b;
  const rows = Array.from({ length: BLOCK }, () => new Float64Array(width));
  const [r0, r1, r2, r3] = rows;
  for (let start = 0; start < a.count; start += BLOCK) {
    const used = Math.min(BLOCK, a.count - start);
    for (let row = 0; row < used; row++) {
      const at = (start + row) * width;
      rows[row].set(a.points.subarray(at, at + width));
    }
    for (let j = a === b ? start + 1 : 0; j < b.count; j++) {
      let d0 = 0, d1 = 0, d2 = 0, d3 = 0;
      for (let k = 0, at = j * width; k < width; k++, at++) {
        const point = points[at];
        const x0 = r0[k] - point, x1 = r1[k] - point, x2 = r2[k] - point, x3 = r3[k] - point;
        d0 += x0 * x0;
        d1 += x1 * x1;
        d2 += x2 * x2;
        d3 += x3 * x3;
      }
      const count = a === b ? Math.min(used, j - start) : used;
      visit(start, j, d0);
      if (count > 1) visit(start + 1, j, d1);
      if (count > 2) visit(start + 2, j, d2);
      if (count > 3) visit(start + 3, j, d3);
    }
  }
}

/** Keeps the smallest distances of a point, in ascending order. */
function insert(nearest: Float64Array, point: number, distance: number): void {
  const first = point * NEIGHBOURS;
  let at = first + NEIGHBOURS - 1;
  if (distance >= nearest[at]) return;
  for (; at > first && nearest[at - 1] > distance; at--) nearest[at] = nearest[at - 1];
  nearest[at] = distance;
}

function share(flags: Uint8Array): number {
  return flags.reduce((sum, flag) => sum + flag, 0) / flags.length;
}
