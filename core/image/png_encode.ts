import { crc32 } from "./crc32.ts";
import { Deflater } from "./deflate.ts";
import { type Image, requireImage } from "./image.ts";
import { NONE, PAETH, paeth, SUB, UP } from "./png_filters.ts";
import { GREY, PNG_SIGNATURE, RGB, RGB_ALPHA } from "./png_header.ts";
import { repeatPixels, requireScale } from "./upscale.ts";

/**
 * Encodes a picture as PNG, 8 bits per sample: the same bytes for the same picture on every machine.
 *
 * @param options.scale Enlarges the picture like `upscale`, but row by row, without holding the large picture in memory.
 * Default 1.
 * @throws {RangeError} If the picture's pixels do not fill its sides, or the scale is not a positive
 * integer.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { decodePng } from "./png_decode.ts";
 * const grey = { width: 2, height: 1, channels: 1 as const, pixels: Uint8Array.of(0, 255) };
 * assertEquals(await decodePng(encodePng(grey)), grey);
 * ```
 */
export function encodePng(
  image: Image,
  { scale = 1 }: { scale?: number } = {},
): Uint8Array<ArrayBuffer> {
  const { width, height, channels } = requireImage(image);
  requireScale(scale);
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width * scale);
  view.setUint32(4, height * scale);
  header[8] = 8;
  header[9] = channels === 1 ? GREY : channels === 3 ? RGB : RGB_ALPHA;
  const chunks = [
    chunk("IHDR", header),
    chunk("IDAT", deflateRows(image, scale)),
    chunk("IEND", new Uint8Array(0)),
  ];
  const png = new Uint8Array(chunks.reduce((size, { length }) => size + length, 8));
  png.set(PNG_SIGNATURE);
  let end = 8;
  for (const bytes of chunks) {
    png.set(bytes, end);
    end += bytes.length;
  }
  return png;
}

function chunk(type: string, content: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + content.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, content.length);
  for (let i = 0; i < 4; i++) bytes[4 + i] = type.charCodeAt(i);
  bytes.set(content, 8);
  view.setUint32(8 + content.length, crc32(bytes.subarray(4, 8 + content.length)));
  return bytes;
}

/** Each row with the filter whose bytes, read as signed, have the least sum of magnitudes. */
function deflateRows({ width, height, channels, pixels }: Image, scale: number): Uint8Array {
  const size = width * scale * channels;
  const deflater = new Deflater(height * scale * (1 + size));
  const line = new Uint8Array(1 + size), repeated = new Uint8Array(1 + size);
  repeated[0] = UP; // which leaves zeros where a row repeats
  const trial = new Uint8Array(size);
  let row = new Uint8Array(size), above = new Uint8Array(size);
  for (let y = 0; y < height; y++) {
    repeatPixels(pixels.subarray(y * width * channels, (y + 1) * width * channels), row, channels);
    const isRepeated = y > 0 && isSame(row, above);
    let least = Infinity;
    for (const filter of isRepeated ? [] : [NONE, SUB, UP, PAETH]) {
      filterRow(filter, { row, above, step: channels }, trial);
      const sum = signedSum(trial);
      if (sum >= least) continue;
      least = sum;
      line[0] = filter;
      line.set(trial, 1);
    }
    deflater.write(isRepeated ? repeated : line);
    for (let i = 1; i < scale; i++) deflater.write(repeated);
    [row, above] = [above, row];
  }
  return deflater.finish();
}

function filterRow(
  filter: number,
  { row, above, step }: { row: Uint8Array; above: Uint8Array; step: number },
  out: Uint8Array,
): void {
  const { length } = row;
  if (filter === NONE) {
    out.set(row);
  } else if (filter === UP) {
    for (let i = 0; i < length; i++) out[i] = row[i] - above[i];
  } else {
    const isSub = filter === SUB;
    for (let i = 0; i < step; i++) out[i] = row[i] - (isSub ? 0 : above[i]);
    for (let i = step; i < length; i++) {
      const left = row[i - step];
      out[i] = row[i] - (isSub ? left : paeth(left, above[i], above[i - step]));
    }
  }
}

function signedSum(bytes: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < bytes.length; i++) sum += bytes[i] < 128 ? bytes[i] : 256 - bytes[i];
  return sum;
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
