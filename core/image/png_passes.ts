import type { PngHeader } from "./png_header.ts";

/** The pixels of one pass over the picture. */
export interface PngPass {
  readonly firstColumn: number;
  readonly firstRow: number;
  readonly columnStep: number;
  readonly rowStep: number;
  readonly width: number;
  readonly height: number;
}

// [first column, first row, column step, row step] of Adam7. Source: PNG specification, section 8.
const ADAM7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
];

/** The non-empty passes of a picture. */
export function passesOf({ width, height, interlaced }: PngHeader): PngPass[] {
  return (interlaced ? ADAM7 : [[0, 0, 1, 1]])
    .map(([firstColumn, firstRow, columnStep, rowStep]) => ({
      firstColumn,
      firstRow,
      columnStep,
      rowStep,
      width: Math.ceil((width - firstColumn) / columnStep),
      height: Math.ceil((height - firstRow) / rowStep),
    }))
    .filter((pass) => pass.width > 0 && pass.height > 0);
}
