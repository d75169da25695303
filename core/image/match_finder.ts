import { MAX_MATCH, MIN_MATCH, WINDOW } from "./deflate_tables.ts";

/** Bytes behind a place that decide what is found there and what is added. */
export const LOOKAHEAD = MAX_MATCH + MIN_MATCH;

const HASH_BITS = 15;
const MAX_TRIES = 16; // earlier positions to compare
const ENOUGH = 64; // a match this long ends the search

/**
 * Finds earlier occurrences of what begins at a place, over hash chains. Places count from the
 * beginning of the stream; of its bytes the window and what was not compressed yet are kept.
 */
export class MatchFinder {
  readonly #bytes: Uint8Array;
  /** Places of the first byte that is kept, and behind the last. */
  #start = 0;
  #end = 0;
  /** One more than the last place of each hash of three bytes; 0 where there is none. */
  readonly #heads = new Int32Array(1 << HASH_BITS);
  /** One more than the place before, of the last 32 Ki places. */
  readonly #previous: Int32Array;

  /** @param size Bytes of the whole stream, at most 2^31 - 1. */
  constructor(size: number) {
    this.#bytes = new Uint8Array(Math.min(4 * WINDOW, size));
    this.#previous = new Int32Array(Math.min(WINDOW, size));
  }

  /** How many bytes have been taken. */
  get end(): number {
    return this.#end;
  }

  /**
   * Takes as many of the next bytes as there is room for.
   *
   * @param place Where compression goes on; within {@link LOOKAHEAD} of the end.
   */
  take(bytes: Uint8Array, place: number): number {
    const kept = Math.max(0, place - WINDOW);
    if (this.#end - this.#start + bytes.length > this.#bytes.length && kept > this.#start) {
      this.#bytes.copyWithin(0, kept - this.#start, this.#end - this.#start);
      this.#start = kept;
    }
    const count = Math.min(bytes.length, this.#bytes.length - (this.#end - this.#start));
    this.#bytes.set(bytes.subarray(0, count), this.#end - this.#start);
    this.#end += count;
    return count;
  }

  byteAt(place: number): number {
    return this.#bytes[place - this.#start];
  }

  /** Makes the place findable. */
  add(place: number): void {
    if (place + MIN_MATCH > this.#end) return;
    const hash = this.#hash(place);
    this.#previous[place % WINDOW] = this.#heads[hash];
    this.#heads[hash] = place + 1;
  }

  /** `length << 16 | distance` of the longest match found, or 0. */
  find(place: number): number {
    const bytes = this.#bytes, start = this.#start;
    const longest = Math.min(MAX_MATCH, this.#end - place);
    if (longest < MIN_MATCH) return 0;
    const at = place - start;
    let best = MIN_MATCH - 1, distance = 0;
    let candidate = this.#heads[this.#hash(place)] - 1;
    for (let tries = 0; tries < MAX_TRIES && candidate >= 0; tries++) {
      if (place - candidate > WINDOW) break;
      const from = candidate - start;
      if (bytes[from + best] === bytes[at + best]) {
        let length = 0;
        while (length < longest && bytes[from + length] === bytes[at + length]) length++;
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
    const bytes = this.#bytes, at = place - this.#start;
    const three = bytes[at] << 16 | bytes[at + 1] << 8 | bytes[at + 2];
    return Math.imul(three, 0x9e3779b1) >>> (32 - HASH_BITS);
  }
}
