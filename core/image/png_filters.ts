import { requirePng } from "./png_error.ts";

export const NONE = 0, SUB = 1, UP = 2, AVERAGE = 3, PAETH = 4;

/**
 * Undoes a row's filter in place.
 *
 * @param row `[bytes]`, filtered.
 * @param above The row above, not filtered; zeros above the first.
 * @param step Bytes per pixel, at least 1.
 * @throws {PngError} If the filter is unknown.
 *
 * Source: PNG specification, section 9.
 */
export function unfilter(
  filter: number,
  row: Uint8Array,
  { above, step }: { above: Uint8Array; step: number },
): void {
  requirePng(filter <= PAETH, "its filters to be in [0, 4]", `[${filter}]`);
  const { length } = row;
  if (filter === SUB) {
    for (let i = step; i < length; i++) row[i] += row[i - step];
  } else if (filter === UP) {
    for (let i = 0; i < length; i++) row[i] += above[i];
  } else if (filter === AVERAGE) {
    for (let i = 0; i < step && i < length; i++) row[i] += above[i] >> 1;
    for (let i = step; i < length; i++) row[i] += (row[i - step] + above[i]) >> 1;
  } else if (filter === PAETH) {
    for (let i = 0; i < step && i < length; i++) row[i] += above[i];
    for (let i = step; i < length; i++) {
      row[i] += paeth(row[i - step], above[i], above[i - step]);
    }
  }
}

/** Which of left, above and upper left is nearest to `left + above - upperLeft`. */
export function paeth(left: number, above: number, upperLeft: number): number {
  const toLeft = Math.abs(above - upperLeft);
  const toAbove = Math.abs(left - upperLeft);
  const toUpperLeft = Math.abs(left + above - 2 * upperLeft);
  if (toLeft <= toAbove && toLeft <= toUpperLeft) return left;
  return toAbove <= toUpperLeft ? above : upperLeft;
}
