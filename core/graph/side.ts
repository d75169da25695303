/**
 * A side of a shape, or a number of an attribute that describes one, in a graph for any number of images: a whole
 * number, or a multiple of the number of images, such as `"n"` or `"49n"`.
 */
export type Side = number | string;

/** The largest side. */
export const MAX_SIDE = 2 ** 31 - 1;

const MULTIPLE = /^([1-9]\d{0,8})?n$/;

/** Whether a value is a {@link Side}. */
export function isSide(value: unknown): value is Side {
  if (typeof value === "string") return MULTIPLE.test(value);
  return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= MAX_SIDE;
}

/** A side for `n` images. */
export function sideFor(side: Side, n: number): number {
  if (typeof side === "number") return side;
  return (side === "n" ? 1 : Number(side.slice(0, -1))) * n;
}

/** Two numbers of images, and what a side is for each of them. */
export interface Probe {
  readonly counts: readonly [number, number];
  readonly sides: readonly [number, number];
}

/** The side that has these values; undefined where no multiple of the number of images has them. */
export function sideOf({ counts: [few, many], sides: [a, b] }: Probe): Side | undefined {
  if (a === b) return a;
  const factor = a / few;
  if (!Number.isInteger(factor) || factor < 1 || factor * many !== b) return undefined;
  return factor === 1 ? "n" : `${factor}n`;
}
