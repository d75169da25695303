import { createImage, type Image } from "./image.ts";

/**
 * Resizes a picture row by row from the top, with the filter of `resize`. It keeps only the sums of the output rows that
 * the last input row contributes to: two or three when shrinking.
 */
export class RowResizer {
  /** Complete once every row is added. */
  readonly image: Image;
  readonly #columns: readonly Taps[];
  readonly #rows: readonly Taps[];
  readonly #row: Float32Array;
  readonly #narrow: Float32Array;
  /** Sums of the output rows from `#written` on, `[width, channels]` each. */
  readonly #open: Float64Array[] = [];
  readonly #spare: Float64Array[] = [];
  #added = 0;
  #written = 0;

  /** @throws {RangeError} If a side of `to` is not a positive integer. */
  constructor(from: { height: number; width: number }, to: Omit<Image, "pixels">) {
    const { height, width, channels } = to;
    this.image = createImage(height, width, channels);
    this.#columns = tapsOf(from.width, width);
    this.#rows = tapsOf(from.height, height);
    this.#row = new Float32Array(from.width * channels);
    this.#narrow = new Float32Array(width * channels);
  }

  /** Adds the next row. @param pixels `[width, channels]`, with as many channels as the output. */
  add(pixels: Uint8Array): void {
    const rows = this.#rows, open = this.#open, narrow = this.#narrow, y = this.#added++;
    readRow(pixels, this.image.channels, this.#row);
    filterRow(this.#row, this.#columns, narrow);
    while (rows[this.#written + open.length]?.first === y) {
      open.push(this.#spare.pop()?.fill(0) ?? new Float64Array(narrow.length));
    }
    open.forEach((sums, i) => {
      const { first, weights } = rows[this.#written + i];
      const weight = weights[y - first];
      for (let x = 0; x < sums.length; x++) sums[x] += weight * narrow[x];
    });
    while (open.length > 0 && endOf(rows[this.#written]) === this.#added) {
      const sums = open.shift()!;
      writeRow(sums, this.image, this.#written++);
      this.#spare.push(sums);
    }
  }
}

/** The inputs of one output pixel along a side, and their weights, which sum to 1. */
interface Taps {
  readonly first: number;
  readonly weights: Float64Array;
}

function endOf({ first, weights }: Taps): number {
  return first + weights.length;
}

/** Starts and ends never decrease, and every input belongs to some output. */
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

/** Premultiplies colours by alpha, so that they can be averaged. */
function readRow(pixels: Uint8Array, channels: number, row: Float32Array): void {
  row.set(pixels);
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
