import { createImage, type Image, requireImage } from "./image.ts";

/**
 * Enlarges a picture without smoothing: each pixel becomes a square.
 *
 * @param scale Side of the squares, a positive integer.
 * @throws {RangeError} If the scale is not a positive integer.
 */
export function upscale(image: Image, scale: number): Image {
  const { height, width, channels, pixels } = requireImage(image);
  if (!Number.isInteger(scale) || scale < 1) {
    throw new RangeError(
      `Cannot enlarge image as scale must be a positive integer: it is [${scale}]`,
    );
  }
  if (scale === 1) return image;
  const large = createImage(height * scale, width * scale, channels);
  const size = large.width * channels;
  for (let y = 0; y < height; y++) {
    const start = y * scale * size;
    for (let x = 0, to = start; x < width; x++) {
      const from = (y * width + x) * channels;
      for (let i = 0; i < scale; i++, to += channels) {
        for (let c = 0; c < channels; c++) large.pixels[to + c] = pixels[from + c];
      }
    }
    for (let i = 1; i < scale; i++) {
      large.pixels.copyWithin(start + i * size, start, start + size);
    }
  }
  return large;
}
