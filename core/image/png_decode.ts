import { createImage, type Image } from "./image.ts";
import { Inflater } from "./inflate.ts";
import { readChunks } from "./png_chunks.ts";
import { unfilter } from "./png_filters.ts";
import { DEFAULT_PNG_LIMITS, type PngLimits, SAMPLES } from "./png_header.ts";
import { passesOf } from "./png_passes.ts";
import { channelsOf, rowWriter } from "./png_samples.ts";

/** Bytes inflated before other work of the event loop has its turn. */
const TURN_BYTES = 4 * 2 ** 20;

/**
 * Decodes a PNG of any colour type, bit depth and interlacing into 8-bit samples.
 *
 * Grey, RGB and palettes give 1 or 3 channels; with transparency or alpha they give 4. Sixteen bits
 * are rounded to eight; gamma and colour profiles are not applied. The limits are checked before
 * anything is inflated, and at most 64 KiB more than the picture's size is ever inflated.
 *
 * The picture takes up to 4 bytes a pixel: let a server decode large ones one after another.
 *
 * @throws {PngError} If the PNG is malformed, unsupported or over the limits.
 *
 * Source: PNG specification, third edition, https://www.w3.org/TR/png-3/
 */
export async function decodePng(
  bytes: Uint8Array,
  limits: Partial<PngLimits> = {},
): Promise<Image> {
  const parts = readChunks(bytes, { ...DEFAULT_PNG_LIMITS, ...limits });
  const { width, height, depth, colour } = parts.header;
  const bits = SAMPLES[colour] * depth;
  const inflater = new Inflater(parts.compressed);
  const image = createImage(height, width, channelsOf(parts));
  const writeRow = rowWriter(parts);
  let inflated = 0;
  for (const pass of passesOf(parts.header)) {
    let line = new Uint8Array(1 + Math.ceil(pass.width * bits / 8)); // the filter, then the row
    let lineAbove = new Uint8Array(line.length);
    const stride = pass.columnStep * image.channels;
    for (let y = 0; y < pass.height; y++) {
      inflater.read(line);
      const row = line.subarray(1);
      unfilter(line[0], row, { above: lineAbove.subarray(1), step: Math.ceil(bits / 8) });
      const firstPixel = (pass.firstRow + y * pass.rowStep) * width + pass.firstColumn;
      const first = firstPixel * image.channels;
      writeRow(row, image.pixels, { width: pass.width, first, stride });
      [line, lineAbove] = [lineAbove, line];
      inflated += line.length;
      if (inflated < TURN_BYTES) continue;
      inflated = 0;
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
  }
  inflater.finish();
  return image;
}
