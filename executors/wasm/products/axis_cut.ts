import type { Axis } from "./correlation.ts";

/** An axis of a result, cut into cells of a few places each, which all read the input in the same way. */
export interface AxisCut {
  /** Places of a cell. The last cell may reach past the end. */
  readonly side: number;
  /** How far the input moves on from a cell to the next. */
  readonly step: number;
  readonly cells: number;
  /** Places of a cell that are computed together. */
  readonly parts: readonly AxisPart[];
}

/** Places of a cell, and what they read. */
export interface AxisPart {
  readonly places: readonly number[];
  /** What any of them reads, ascending. Taps that only ever read padding are left out. */
  readonly taps: readonly AxisTap[];
}

/** A place of the input, as cells see it. */
export interface AxisTap {
  /** Relative to `step` times the cell. */
  readonly at: number;
  /** Cells for which it is not padding. */
  readonly live: Span;
}

/** From `from` to before `to`. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Places that are computed together at most. */
const MAX_TOGETHER = 16;

/** The place of the kernel through which a place of a cell reads a tap; undefined if it does not. */
export function kernelPlace(axis: Axis, place: number, tap: number): number | undefined {
  const { kernel, stride, pad, transposed } = axis;
  const at = transposed ? place + pad - tap * stride : tap + pad - place * stride;
  return at >= 0 && at < kernel ? at : undefined;
}

/** How an axis may be cut: places that read different taps each by themselves, or several together. */
export function axisCuts(axis: Axis): AxisCut[] {
  const least = axis.transposed ? axis.stride : 1;
  const places = range(least);
  const cuts = [cutOf(axis, places.map((place) => [place]))];
  for (let side = least; side <= MAX_TOGETHER; side *= 2) {
    if (side > 1) cuts.push(cutOf(axis, [range(side)]));
  }
  return cuts;
}

function cutOf(axis: Axis, parts: readonly (readonly number[])[]): AxisCut {
  const { output, stride, transposed } = axis;
  const side = parts.flat().length;
  const step = transposed ? side / stride : side * stride;
  const cells = Math.ceil(output / side);
  return {
    side,
    step,
    cells,
    parts: parts.map((places) => ({ places, taps: liveTaps(axis, places, { step, cells }) })),
  };
}

function liveTaps(
  axis: Axis,
  places: readonly number[],
  { step, cells }: { step: number; cells: number },
): AxisTap[] {
  const { input, kernel, pad, stride } = axis;
  const reach = kernel + pad + Math.max(...places) * stride;
  return range(2 * reach + 1)
    .map((it) => it - reach)
    .filter((at) => places.some((place) => kernelPlace(axis, place, at) !== undefined))
    .map((at) => {
      const from = Math.max(0, Math.ceil(-at / step));
      const to = Math.min(cells, Math.floor((input - 1 - at) / step) + 1);
      return { at, live: { from, to } };
    })
    .filter(({ live }) => live.from < live.to);
}

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
