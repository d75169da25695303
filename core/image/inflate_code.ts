import { requirePng } from "./png_error.ts";
import { MAX_CODE_LENGTH } from "./deflate_tables.ts";

/** Bits decoded by table; longer codes are decoded bit by bit. */
export const LOOKUP_BITS = 9;

/** A Huffman code for decoding. Source: RFC 1951, section 3.2.2. */
export class InflateCode {
  /** Indexed by the next 9 bits: `symbol << 4 | length`, or 0 if no code of up to 9 bits matches. */
  readonly lookup = new Uint16Array(1 << LOOKUP_BITS);
  /** Number of codes of each length. */
  readonly #counts = new Uint16Array(MAX_CODE_LENGTH + 1);
  /** Symbols in the order of their codes. */
  readonly #symbols: Uint16Array;

  /**
   * @param lengths Code length of each symbol, 0 for symbols without a code.
   * @param mayBeSingle Whether a single one-bit code is allowed, although it leaves codes unused.
   * @throws {PngError} If the lengths do not form a complete prefix code.
   */
  constructor(lengths: Uint8Array, mayBeSingle: boolean) {
    const counts = this.#counts;
    for (const length of lengths) counts[length]++;
    const used = lengths.length - counts[0];
    counts[0] = 0;
    const starts = new Uint16Array(MAX_CODE_LENGTH + 2);
    const codes = new Uint16Array(MAX_CODE_LENGTH + 2);
    let free = 1;
    for (let length = 1; length <= MAX_CODE_LENGTH; length++) {
      free = 2 * free - counts[length];
      requirePng(free >= 0, "its Huffman codes to be a prefix code", "too many codes");
      starts[length + 1] = starts[length] + counts[length];
      codes[length + 1] = (codes[length] + counts[length]) << 1;
    }
    const alone = mayBeSingle && used === counts[1];
    requirePng(free === 0 || alone, "its Huffman codes to be complete", `${used} codes`);

    this.#symbols = new Uint16Array(used);
    lengths.forEach((length, symbol) => {
      if (length === 0) return;
      this.#symbols[starts[length]++] = symbol;
      const code = codes[length]++;
      if (length > LOOKUP_BITS) return;
      const first = reverseBits(code, length);
      for (let bits = first; bits < 1 << LOOKUP_BITS; bits += 1 << length) {
        this.lookup[bits] = symbol << 4 | length;
      }
    });
  }

  /**
   * Decodes a symbol that is not in the lookup table.
   *
   * @param bits The next 15 bits, least significant first.
   * @returns `symbol << 4 | length`.
   */
  walk(bits: number): number {
    let code = 0, first = 0, index = 0;
    for (let length = 1; length <= MAX_CODE_LENGTH; length++) {
      code |= (bits >> (length - 1)) & 1;
      const count = this.#counts[length];
      if (code - first < count) return this.#symbols[index + code - first] << 4 | length;
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    requirePng(false, "the Huffman codes that it defines", "another code");
  }
}

/** The lowest `count` bits in reverse order. */
export function reverseBits(bits: number, count: number): number {
  let reversed = 0;
  for (let i = 0; i < count; i++) reversed = reversed << 1 | (bits >> i) & 1;
  return reversed;
}
