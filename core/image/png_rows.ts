import { Inflater } from "./inflate.ts";
import type { PngParts } from "./png_chunks.ts";
import { unfilter } from "./png_filters.ts";
import { SAMPLES } from "./png_header.ts";
import { passesOf, type PngPass } from "./png_passes.ts";
import { channelsOf, rowWriter } from "./png_samples.ts";

/** Bytes inflated between turns of the event loop. */
const TURN_BYTES = 2 ** 20;
const SKIPPED_BYTES = 2 ** 16;

/** Yields to other work; resolves when reading may continue. */
export type Turn = () => Promise<void>;

/**
 * Decodes the rows of a PNG from the top, holding at most two of each pass.
 *
 * An interlaced picture is stored pass by pass, and a row has pixels of several passes: each pass has its own inflater,
 * which skips the earlier passes. In total that inflates such a picture twice.
 *
 * @param use Called with each row, `[width, channels]` bytes that the next row overwrites.
 * @param turn Called after each MiB inflated; the default lets the event loop turn once.
 * @throws {PngError} If the pixels are malformed; rows may have been used by then.
 */
export async function readRows(
  parts: PngParts,
  use: (row: Uint8Array) => void,
  turn: Turn = nextTurn,
): Promise<void> {
  const { width, height } = parts.header;
  const channels = channelsOf(parts), writeRow = rowWriter(parts);
  const turns = new Turns(turn);
  const passes: PassReader[] = [];
  let before = 0;
  for (const pass of passesOf(parts.header)) {
    const reader = new PassReader(parts, pass);
    await reader.skip(before, turns);
    before += pass.height * reader.lineBytes;
    passes.push(reader);
  }
  const pixels = new Uint8Array(width * channels);
  for (let y = 0; y < height; y++) {
    for (const reader of passes) {
      const { firstColumn, firstRow, columnStep, rowStep, width } = reader.pass;
      if (y < firstRow || (y - firstRow) % rowStep !== 0) continue;
      const place = { width, first: firstColumn * channels, stride: columnStep * channels };
      writeRow(reader.read(), pixels, place);
      if (turns.isOver(reader.lineBytes)) await turns.next();
    }
    use(pixels);
  }
  passes[passes.length - 1].finish();
}

/** Reads the rows of one pass. */
class PassReader {
  /** Of the filter and the row. */
  readonly lineBytes: number;
  readonly #inflater: Inflater;
  readonly #pixelBytes: number;
  #line: Uint8Array;
  #lineAbove: Uint8Array;

  constructor({ header, compressed }: PngParts, readonly pass: PngPass) {
    const bits = SAMPLES[header.colour] * header.depth;
    this.lineBytes = 1 + Math.ceil(pass.width * bits / 8);
    this.#inflater = new Inflater(compressed);
    this.#pixelBytes = Math.ceil(bits / 8);
    this.#line = new Uint8Array(this.lineBytes);
    this.#lineAbove = new Uint8Array(this.lineBytes);
  }

  /** Skips the bytes of earlier passes. */
  async skip(bytes: number, turns: Turns): Promise<void> {
    const skipped = new Uint8Array(Math.min(bytes, SKIPPED_BYTES));
    for (let left = bytes; left > 0; left -= skipped.length) {
      this.#inflater.read(skipped.subarray(0, left));
      if (turns.isOver(skipped.length)) await turns.next();
    }
  }

  /** The next row, unfiltered. */
  read(): Uint8Array {
    const line = this.#lineAbove, above = this.#line.subarray(1);
    this.#lineAbove = this.#line;
    this.#line = line;
    this.#inflater.read(line);
    const row = line.subarray(1);
    unfilter(line[0], row, { above, step: this.#pixelBytes });
    return row;
  }

  /** @throws {PngError} If the stream does not end with this pass. */
  finish(): void {
    this.#inflater.finish();
  }
}

/** Counts work, so that the event loop is never blocked for long. */
class Turns {
  #bytes = 0;

  constructor(readonly turn: Turn) {}

  isOver(bytes: number): boolean {
    this.#bytes += bytes;
    return this.#bytes >= TURN_BYTES;
  }

  async next(): Promise<void> {
    this.#bytes = 0;
    await this.turn();
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
