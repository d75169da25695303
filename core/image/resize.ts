import { createImage, type Image, requireImage } from "./image.ts";

/**
 * Resizes with a triangle filter: bilinear where the picture grows, and as wide as the output's
 * pixels where it shrinks, so that nothing is skipped (the filter of Pillow's `BILINEAR`). Colours
 * are weighted by their alpha. A picture of that size already is copied exactly.
 *
 * @throws {RangeError} If a side is not a positive integer.
 */
export function resize(image: Image, { height, width }: { height: number; width: number }): Image {
  const { channels } = requireImage(image);
  const resized = createImage(height, width, channels);
  const columns = tapsOf(image.width, width), rows = tapsOf(image.height, height);

  // [image.height, width, channels]: columns first, so that the large picture is read once.
  const narrow = new Float32Array(image.height * width * channels);
  const row = new Float32Array(image.width * channels);
  for (let y = 0; y < image.height; y++) {
    readRow(image, y, row);
    filterRow(row, columns, narrow.subarray(y * width * channels, (y + 1) * width * channels));
  }
  const sums = new Float64Array(width * channels);
  for (let y = 0; y < height; y++) {
    sums.fill(0);
    const { first, weights } = rows[y];
    weights.forEach((weight, i) => {
      const start = (first + i) * sums.length;
      for (let x = 0; x < sums.length; x++) sums[x] += weight * narrow[start + x];
    });
    writeRow(sums, resized, y);
  }
  return resized;
}

/** The inputs of one output pixel along a side, and their weights, which sum to 1. */
interface Taps {
  readonly first: number;
  readonly weights: Float64Array;
}

function tapsOf(from: number, to: number): Taps[] {
  const scale = from / to, support = Math.max(1, scale);
  return Array.from({ length: to }, (_, i) => {
    const centre = (i + 0.5) * scale;
    const first = Math.max(0, Math.floor(centre - support));
    const end = Math.min(from, Math.ceil(centre + support));
    const weights = Float64Array.from(
      { length: end - first },
      (_, j) => Math.max(0, 1 - Math.abs(first + j + 0.5 - centre) / support),
    );
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return { first, weights: weights.map((weight) => weight / total) };
  });
}

/** Colours become colour x alpha, which may be averaged. */
function readRow({ width, channels, pixels }: Image, y: number, row: Float32Array): void {
  const start = y * width * channels;
  row.set(pixels.subarray(start, start + row.length));
  if (channels !== 4) return;
  for (let i = 0; i < row.length; i += 4) {
    const alpha = row[i + 3] / 255;
    for (let c = 0; c < 3; c++) row[i + c] *= alpha;
  }
}

function filterRow(row: Float32Array, taps: readonly Taps[], out: Float32Array): void {
  const channels = out.length / taps.length;
  taps.forEach(({ first, weights }, x) => {
    for (let c = 0; c < channels; c++) {
      let sum = 0, at = first * channels + c;
      for (let i = 0; i < weights.length; i++, at += channels) sum += weights[i] * row[at];
      out[x * channels + c] = sum;
    }
  });
}

function writeRow(sums: Float64Array, { width, channels, pixels }: Image, y: number): void {
  const start = y * width * channels;
  for (let i = 0; i < sums.length; i++) {
    const isColour = channels === 4 && i % 4 < 3;
    const alpha = isColour ? sums[i - i % 4 + 3] / 255 : 1;
    const value = alpha > 0 ? sums[i] / alpha : 0;
    pixels[start + i] = Math.min(255, Math.max(0, Math.round(value)));
  }
}
