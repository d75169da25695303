import { convertInto } from "./channels.ts";
import { createImage, type Image } from "./image.ts";
import { readChunks } from "./png_chunks.ts";
import { DEFAULT_PNG_LIMITS, type PngLimits } from "./png_header.ts";
import { readRows, type Turn } from "./png_rows.ts";
import { channelsOf } from "./png_samples.ts";
import { RowResizer } from "./row_resizer.ts";

/**
 * Decodes a PNG into a picture of the given shape, row by row: besides the file it needs memory for a few rows only,
 * however large the picture is.
 *
 * The result equals `decodePng`, `convertChannels` over white and `resize`.
 *
 * @param options.turn Called after each MiB inflated; the default lets the event loop turn once.
 * @throws {PngError} If the PNG is malformed, unsupported or over the limits.
 * @throws {RangeError} If a side of the shape is not a positive integer.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { createImage, decodePngResized, encodePng } from "@tessera/tessera";
 *
 * const large = encodePng(createImage(100, 200, 3));
 * const { pixels } = await decodePngResized(large, { height: 28, width: 28, channels: 1 });
 * assertEquals(pixels.length, 28 * 28);
 * ```
 */
export async function decodePngResized(
  bytes: Uint8Array,
  shape: Omit<Image, "pixels">,
  { turn, ...limits }: Partial<PngLimits> & { readonly turn?: Turn } = {},
): Promise<Image> {
  const parts = readChunks(bytes, { ...DEFAULT_PNG_LIMITS, ...limits });
  const { width } = parts.header;
  const resizer = new RowResizer(parts.header, shape);
  const from = channelsOf(parts);
  const converted = createImage(1, width, shape.channels);
  await readRows(parts, (row) => {
    convertInto({ width, height: 1, channels: from, pixels: row }, converted);
    resizer.add(converted.pixels);
  }, turn);
  return resizer.image;
}
