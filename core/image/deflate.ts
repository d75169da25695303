import { adler32 } from "./adler32.ts";
import { BitWriter } from "./bit_writer.ts";
import { writeBlock } from "./deflate_block.ts";
import { LOOKAHEAD, MatchFinder } from "./match_finder.ts";

const BLOCK_TOKENS = 32768;
const MAX_INDEXED = 32; // of a longer match only the first and the last byte can be found again

/** Compresses bytes into a zlib stream with {@link Deflater}. */
export function deflate(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const deflater = new Deflater(bytes.length);
  deflater.write(bytes);
  return deflater.finish();
}

/**
 * Compresses chunks into a zlib stream: the same bytes on every machine and for every split of the input. Runtimes differ
 * in their `CompressionStream`, and a picture's bytes are part of the contract. Buffers 128 KiB of input.
 *
 * Greedy LZ77 over hash chains, then Huffman codes per block. Sources: RFC 1950 and RFC 1951.
 */
export class Deflater {
  readonly #output = new BitWriter();
  readonly #tokens: Uint32Array;
  readonly #matches: MatchFinder;
  #count = 0;
  #place = 0;
  #adler = 1;
  #left: number;

  /** @param size Total number of bytes to write. */
  constructor(size: number) {
    this.#left = size;
    this.#tokens = new Uint32Array(Math.min(BLOCK_TOKENS, size));
    this.#matches = new MatchFinder(size);
    this.#output.bits(0x78, 8); // deflate, 32 KiB window
    this.#output.bits(0x01, 8); // no dictionary; makes the header a multiple of 31
  }

  /**
   * Compresses the next bytes, except the last few, whose matches may continue in the bytes to come.
   *
   * @throws {RangeError} If the total exceeds `size`.
   */
  write(bytes: Uint8Array): void {
    if (bytes.length > this.#left) {
      throw new RangeError(
        `Cannot compress bytes: expected at most [${this.#left}] more, got [${bytes.length}]`,
      );
    }
    this.#left -= bytes.length;
    this.#adler = adler32(bytes, this.#adler);
    for (let taken = 0; taken < bytes.length;) {
      taken += this.#matches.take(bytes.subarray(taken), this.#place);
      this.#compress(this.#matches.end - LOOKAHEAD);
    }
  }

  /** Finishes and returns the stream. */
  finish(): Uint8Array<ArrayBuffer> {
    this.#compress(this.#matches.end);
    writeBlock(this.#output, this.#tokens.subarray(0, this.#count), true);
    return this.#output.finish(this.#adler);
  }

  /** Compresses the bytes before `end`, and any match that starts there to its end. */
  #compress(end: number): void {
    const matches = this.#matches, tokens = this.#tokens;
    let place = this.#place, count = this.#count;
    while (place < end) {
      if (count === BLOCK_TOKENS) {
        writeBlock(this.#output, tokens, false);
        count = 0;
      }
      const match = matches.find(place);
      const length = match === 0 ? 1 : match >>> 16;
      tokens[count++] = match === 0 ? matches.byteAt(place) : match;
      const step = length > MAX_INDEXED ? length - 1 : 1;
      for (let i = place; i < place + length; i += step) matches.add(i);
      place += length;
    }
    this.#place = place;
    this.#count = count;
  }
}
