import { type Image, requireImage } from "./image.ts";
import { RowResizer } from "./row_resizer.ts";

/**
 * Resizes with a triangle filter: bilinear where the picture grows, and as wide as the output's
 * pixels where it shrinks, so that nothing is skipped (the filter of Pillow's `BILINEAR`). Colours
 * are weighted by their alpha. A picture of that size already is copied exactly.
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
