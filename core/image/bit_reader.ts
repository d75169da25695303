import { MAX_CODE_LENGTH } from "./deflate_tables.ts";
import { type InflateCode, LOOKUP_BITS } from "./inflate_code.ts";
import { requirePng } from "./png_error.ts";

const MAX_PADDING = 4; // zero bytes that may be read past the end

/** Reads bits and Huffman symbols from chunks of bytes, least significant bit first. */
export class BitReader {
  readonly #pieces: Iterator<Uint8Array>;
  #source: Uint8Array = new Uint8Array(0);
  #next = 0;
  #padding = 0;
  #hold = 0;
  #held = 0;

  constructor(pieces: Iterable<Uint8Array>) {
    this.#pieces = pieces[Symbol.iterator]();
  }

  /** Ends reading. @returns Unread bytes; negative if bits past the end were read. */
  finish(): number {
    let left = this.#source.length - this.#next - this.#padding + (this.#held >> 3);
    while (this.#openNext()) left += this.#source.length;
    return left;
  }

  /** The next bits. @param count In `[0, 16]`. @throws {PngError} Well past the end. */
  bits(count: number): number {
    if (this.#held < count) this.#fill();
    const bits = this.#hold & ((1 << count) - 1);
    this.#drop(count);
    return bits;
  }

  /** The next symbol. @throws {PngError} If the code has no such symbol, or well past the end. */
  symbol(code: InflateCode): number {
    if (this.#held < MAX_CODE_LENGTH) this.#fill();
    const entry = code.lookup[this.#hold & ((1 << LOOKUP_BITS) - 1)] || code.walk(this.#hold);
    this.#drop(entry & 15);
    return entry >> 4;
  }

  /** Skips to the next whole byte. */
  dropPartialByte(): void {
    this.#drop(this.#held & 7);
  }

  #drop(count: number): void {
    this.#hold >>>= count;
    this.#held -= count;
  }

  /** Ensures that at least 16 bits are buffered. */
  #fill(): void {
    while (this.#held < 16) {
      if (this.#next < this.#source.length) {
        this.#hold |= this.#source[this.#next++] << this.#held;
        this.#held += 8;
      } else if (!this.#openNext()) {
        requirePng(++this.#padding <= MAX_PADDING, "its zlib stream to end", "a cut one");
        this.#held += 8;
      }
    }
  }

  /** False after the last chunk. */
  #openNext(): boolean {
    const { done, value } = this.#pieces.next();
    if (done) return false;
    this.#source = value;
    this.#next = 0;
    return true;
  }
}
