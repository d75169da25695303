import type { Picture } from "../runtime/page_model.ts";

/**
 * Cuts three by three codes' worth out of a picture, the code at `position` in the middle; transparent
 * beyond the picture's edge.
 */
export function cutSurroundings(
  { width, height, rgba }: Picture,
  position: number,
  grid: { readonly height: number; readonly width: number },
): Picture {
  const cell = { width: width / grid.width, height: height / grid.height };
  const left = (position % grid.width - 1) * cell.width;
  const top = (Math.floor(position / grid.width) - 1) * cell.height;
  const cut = { width: 3 * cell.width, height: 3 * cell.height };
  const pixels = new Uint8ClampedArray(cut.width * cut.height * 4);
  for (let y = Math.max(0, -top); y < cut.height && top + y < height; y++) {
    const from = Math.max(0, left), to = Math.min(width, left + cut.width);
    const row = rgba.subarray(((top + y) * width + from) * 4, ((top + y) * width + to) * 4);
    pixels.set(row, (y * cut.width + from - left) * 4);
  }
  return { ...cut, rgba: pixels };
}

/** Whether a position has neighbours on all sides. */
export function isInside(
  position: number,
  { height, width }: { readonly height: number; readonly width: number },
): boolean {
  const row = Math.floor(position / width), column = position % width;
  return row > 0 && column > 0 && row < height - 1 && column < width - 1;
}
