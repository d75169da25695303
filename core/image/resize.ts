import { type Image, requireImage } from "./image.ts";
import { RowResizer } from "./row_resizer.ts";

/**
 * Resizes with a triangle filter like Pillow's `BILINEAR`: bilinear when enlarging, and as wide as an output pixel when
 * shrinking, so that no input pixel is skipped. Colours are weighted by alpha. A picture of the same size is copied.
 *
 * @throws {RangeError} If a side is not a positive integer.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { createImage, resize } from "@tessera/tessera";
 *
 * const { height, width } = resize(createImage(64, 48, 3), { height: 28, width: 28 });
 * assertEquals([height, width], [28, 28]);
 * ```
 */
export function resize(image: Image, { height, width }: { height: number; width: number }): Image {
  const { channels, pixels } = requireImage(image);
  const resizer = new RowResizer(image, { height, width, channels });
  const size = image.width * channels;
  for (let start = 0; start < pixels.length; start += size) {
    resizer.add(pixels.subarray(start, start + size));
  }
  return resizer.image;
}
