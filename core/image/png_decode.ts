import { createImage, type Image } from "./image.ts";
import { readChunks } from "./png_chunks.ts";
import { DEFAULT_PNG_LIMITS, type PngLimits } from "./png_header.ts";
import { readRows } from "./png_rows.ts";
import { channelsOf } from "./png_samples.ts";

/**
 * Decodes a PNG of any colour type, bit depth and interlacing into 8-bit samples.
 *
 * Grey, RGB and palettes give 1 or 3 channels; with transparency or alpha they give 4. Sixteen bits
 * are rounded to eight; gamma and colour profiles are not applied. The limits are checked before
 * anything is inflated, and no inflater goes more than 64 KiB beyond the picture's size.
 *
 * The picture takes up to 4 bytes a pixel: `decodePngResized` reads a large one without holding it.
 *
 * @throws {PngError} If the PNG is malformed, unsupported or over the limits.
 *
 * Source: PNG specification, third edition, https://www.w3.org/TR/png-3/
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { createImage, decodePng, encodePng } from "@tessera/tessera";
 *
 * const image = createImage(28, 28, 3);
 * assertEquals(await decodePng(encodePng(image)), image);
 * ```
 */
export async function decodePng(
  bytes: Uint8Array,
  limits: Partial<PngLimits> = {},
): Promise<Image> {
  const parts = readChunks(bytes, { ...DEFAULT_PNG_LIMITS, ...limits });
  const { width, height } = parts.header;
  const image = createImage(height, width, channelsOf(parts));
  let end = 0;
  await readRows(parts, (row) => {
    image.pixels.set(row, end);
    end += row.length;
  });
  return image;
}
