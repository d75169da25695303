import { adler32 } from "./adler32.ts";
import { BitWriter } from "./bit_writer.ts";
import { writeBlock } from "./deflate_block.ts";
import { MAX_MATCH, MIN_MATCH, WINDOW } from "./deflate_tables.ts";

const HASH_BITS = 15;
const BLOCK_TOKENS = 32768;
const MAX_TRIES = 16; // earlier places that are compared
const ENOUGH = 64; // a match so long ends the search
const MAX_INDEXED = 32; // of a longer match only the first and the last byte can be found again

/**
 * Compresses into a zlib stream, the same bytes on every machine: runtimes differ in their
 * `CompressionStream`, and a picture's bytes are part of the contract.
 *
 * Greedy LZ77 over hash chains, then Huffman codes per block. Sources: RFC 1950 and RFC 1951.
 */
export function deflate(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const output = new BitWriter();
  output.bits(0x78, 8); // deflate, 32 KiB window
  output.bits(0x01, 8); // no dictionary; makes the header a multiple of 31
  const tokens = new Uint32Array(Math.min(BLOCK_TOKENS, bytes.length));
  const matches = new MatchFinder(bytes);
  let count = 0;
  for (let i = 0; i < bytes.length;) {
    if (count === BLOCK_TOKENS) {
      writeBlock(output, tokens, false);
      count = 0;
    }
    const match = matches.find(i);
    const length = match === 0 ? 1 : match >>> 16;
    tokens[count++] = match === 0 ? bytes[i] : match;
    const step = length > MAX_INDEXED ? length - 1 : 1;
    for (let j = i; j < i + length; j += step) matches.add(j);
    i += length;
  }
  writeBlock(output, tokens.subarray(0, count), true);
  return output.finish(adler32(bytes));
}

/** Finds earlier occurrences of what begins at a byte. */
class MatchFinder {
  readonly #bytes: Uint8Array;
  /** One more than the last place of each hash of three bytes; 0 where there is none. */
  readonly #heads = new Int32Array(1 << HASH_BITS);
  /** One more than the place before, of the last 32 Ki places. */
  readonly #previous: Int32Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#previous = new Int32Array(Math.min(WINDOW, bytes.length));
  }

  /** Makes the place findable. */
  add(place: number): void {
    if (place + MIN_MATCH > this.#bytes.length) return;
    const hash = this.#hash(place);
    this.#previous[place % WINDOW] = this.#heads[hash];
    this.#heads[hash] = place + 1;
  }

  /** `length << 16 | distance` of the longest match found, or 0. */
  find(place: number): number {
    const bytes = this.#bytes;
    const longest = Math.min(MAX_MATCH, bytes.length - place);
    if (longest < MIN_MATCH) return 0;
    let best = MIN_MATCH - 1, distance = 0;
    let candidate = this.#heads[this.#hash(place)] - 1;
    for (let tries = 0; tries < MAX_TRIES && candidate >= 0; tries++) {
      if (place - candidate > WINDOW) break;
      if (bytes[candidate + best] === bytes[place + best]) {
        let length = 0;
        while (length < longest && bytes[candidate + length] === bytes[place + length]) length++;
        if (length > best) {
          best = length;
          distance = place - candidate;
          if (length >= ENOUGH || length === longest) break;
        }
      }
      candidate = this.#previous[candidate % WINDOW] - 1;
    }
    return distance === 0 ? 0 : best << 16 | distance;
  }

  #hash(place: number): number {
    const bytes = this.#bytes;
    const three = bytes[place] << 16 | bytes[place + 1] << 8 | bytes[place + 2];
    return Math.imul(three, 0x9e3779b1) >>> (32 - HASH_BITS);
  }
}
