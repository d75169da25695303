import { createImage, type Image, requireImage } from "./image.ts";

/**
 * Enlarges a picture without smoothing: each pixel becomes a square.
 *
 * @param scale Side of the squares, a positive integer.
 * @throws {RangeError} If the scale is not a positive integer.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { upscale } from "@tessera/tessera";
 *
 * const grey = { height: 1, width: 2, channels: 1 as const, pixels: Uint8Array.of(0, 255) };
 * assertEquals([...upscale(grey, 2).pixels], [0, 0, 255, 255, 0, 0, 255, 255]);
 * ```
 */
export function upscale(image: Image, scale: number): Image {
  const { height, width, channels, pixels } = requireImage(image);
  requireScale(scale);
  if (scale === 1) return image;
  const large = createImage(height * scale, width * scale, channels);
  const size = large.width * channels;
  for (let y = 0; y < height; y++) {
    const start = y * scale * size;
    const row = pixels.subarray(y * width * channels, (y + 1) * width * channels);
    repeatPixels(row, large.pixels.subarray(start, start + size), channels);
    for (let i = 1; i < scale; i++) {
      large.pixels.copyWithin(start + i * size, start, start + size);
    }
  }
  return large;
}

/** Fills a row by repeating each pixel of a shorter one. */
export function repeatPixels(row: Uint8Array, wide: Uint8Array, channels: number): void {
  const scale = wide.length / row.length;
  for (let from = 0, to = 0; from < row.length; from += channels) {
    for (let i = 0; i < scale; i++, to += channels) {
      for (let c = 0; c < channels; c++) wide[to + c] = row[from + c];
    }
  }
}

/** @throws {RangeError} If the scale is not a positive integer. */
export function requireScale(scale: number): void {
  if (Number.isInteger(scale) && scale >= 1) return;
  throw new RangeError(
    `Cannot enlarge image: expected scale to be a positive integer, got [${scale}]`,
  );
}
