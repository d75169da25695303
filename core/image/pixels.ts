import { type ChannelCount, createImage, type Image, requireImage } from "./image.ts";

/**
 * The picture as `[channels, height, width]` f32 in `[0, 1]`.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { pixelsFromImage } from "@tessera/tessera";
 *
 * const grey = { height: 1, width: 2, channels: 1 as const, pixels: Uint8Array.of(0, 255) };
 * assertEquals([...pixelsFromImage(grey)], [0, 1]);
 * ```
 */
export function pixelsFromImage(image: Image): Float32Array<ArrayBuffer> {
  const { channels, pixels } = requireImage(image);
  const plane = image.width * image.height;
  const values = new Float32Array(pixels.length);
  for (let c = 0; c < channels; c++) {
    for (let i = 0; i < plane; i++) values[c * plane + i] = pixels[i * channels + c] / 255;
  }
  return values;
}

/**
 * The picture of `[channels, height, width]` values: clamped to `[0, 1]` and rounded to the nearest
 * of 256 steps. NaN becomes 0.
 *
 * @throws {RangeError} If the values do not fill the shape.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { imageFromPixels } from "@tessera/tessera";
 *
 * const image = imageFromPixels(Float32Array.of(0, 1), { channels: 1, height: 1, width: 2 });
 * assertEquals([...image.pixels], [0, 255]);
 * ```
 */
export function imageFromPixels(
  values: Float32Array,
  shape: { channels: ChannelCount; height: number; width: number },
): Image {
  const { channels, height, width } = shape;
  const image = createImage(height, width, channels);
  if (values.length !== image.pixels.length) {
    throw new RangeError(
      `Cannot make image: expected its values to be [${channels}, ${height}, ${width}], ` +
        `got ${values.length} values`,
    );
  }
  const plane = width * height;
  for (let c = 0; c < channels; c++) {
    for (let i = 0; i < plane; i++) {
      const step = Math.floor(values[c * plane + i] * 255 + 0.5);
      image.pixels[i * channels + c] = step > 0 ? Math.min(255, step) : 0;
    }
  }
  return image;
}
