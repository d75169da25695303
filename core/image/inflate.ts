import { adler32 } from "./adler32.ts";
import { BitReader } from "./bit_reader.ts";
import {
  CODE_LENGTH_ORDER,
  DISTANCE_BASE,
  DISTANCE_EXTRA,
  DISTANCE_SYMBOLS,
  END_OF_BLOCK,
  FIXED_DISTANCE_LENGTHS,
  FIXED_LITERAL_LENGTHS,
  LENGTH_BASE,
  LENGTH_EXTRA,
  LITERAL_SYMBOLS,
  MAX_MATCH,
  WINDOW,
} from "./deflate_tables.ts";
import { InflateCode } from "./inflate_code.ts";
import { requirePng } from "./png_error.ts";

const FIXED_LITERALS = new InflateCode(FIXED_LITERAL_LENGTHS, false);
const FIXED_DISTANCES = new InflateCode(FIXED_DISTANCE_LENGTHS, false);
const CAPACITY = 3 * WINDOW;

/**
 * Inflates a zlib stream incrementally, at most 64 KiB ahead of the reader, so that a small file cannot fill the memory.
 *
 * Not a `DecompressionStream`, which may inflate any amount ahead of its reader.
 * Sources: RFC 1950 and RFC 1951.
 */
export class Inflater {
  readonly #input: BitReader;

  /** The last 32 KiB, then the unread bytes. */
  readonly #output = new Uint8Array(CAPACITY);
  #end = 0;
  #read = 0;
  #adler = 1;

  #literals: InflateCode | null = null; // null between blocks and in stored ones
  #distances = FIXED_DISTANCES;
  #stored = 0; // bytes left of the open stored block
  #last = false;

  /** @param zlib The stream in chunks. @throws {PngError} If the zlib header is invalid. */
  constructor(zlib: Iterable<Uint8Array>) {
    this.#input = new BitReader(zlib);
    const [method, flags] = [this.#input.bits(8), this.#input.bits(8)];
    const sound = (method & 15) === 8 && method >> 4 <= 7 && (method << 8 | flags) % 31 === 0;
    requirePng(sound, "its zlib header to be valid", `[${method}, ${flags}]`);
    requirePng((flags & 32) === 0, "its zlib stream to have no preset dictionary", "one");
  }

  /** Fills `target` with the next bytes. @throws {PngError} If the stream ends or is malformed. */
  read(target: Uint8Array): void {
    for (let filled = 0; filled < target.length;) {
      const some = this.#read < this.#end || this.#produce();
      requirePng(some, "its pixels to be complete", "a stream that ends before them");
      const count = Math.min(target.length - filled, this.#end - this.#read);
      target.set(this.#output.subarray(this.#read, this.#read + count), filled);
      this.#read += count;
      filled += count;
    }
  }

  /** @throws {PngError} If more bytes follow or the checksum is wrong. */
  finish(): void {
    const more = this.#read < this.#end || this.#produce();
    requirePng(!more, "nothing may follow its pixels", "more bytes follow");
    this.#input.dropPartialByte();
    let expected = 0;
    for (let i = 0; i < 4; i++) expected = (expected << 8 | this.#input.bits(8)) >>> 0;
    requirePng(this.#adler === expected, "its Adler-32 to be right", `[${expected}]`);
    const left = this.#input.finish();
    requirePng(left === 0, "its zlib stream to fill its chunks", `[${left}] bytes more`);
  }

  /** Inflates some bytes; false at the end of the stream. */
  #produce(): boolean {
    if (this.#end > CAPACITY - MAX_MATCH) {
      this.#output.copyWithin(0, this.#end - WINDOW, this.#end);
      this.#read = this.#end = WINDOW;
    }
    const start = this.#end;
    while (this.#end === start) {
      if (this.#stored > 0) this.#copyStored();
      else if (this.#literals) this.#inflateBlock(this.#literals, this.#distances);
      else if (this.#last) return false;
      else this.#openBlock();
    }
    this.#adler = adler32(this.#output.subarray(start, this.#end), this.#adler);
    return true;
  }

  #openBlock(): void {
    this.#last = this.#input.bits(1) === 1;
    const type = this.#input.bits(2);
    if (type === 0) {
      this.#input.dropPartialByte();
      this.#stored = this.#input.bits(16);
      const sound = (this.#stored ^ this.#input.bits(16)) === 0xffff;
      requirePng(sound, "its stored sizes to agree", `[${this.#stored}] with another inverse`);
    } else {
      requirePng(type < 3, "its deflate blocks to be of a known type", `type [${type}]`);
      const fixed = { literals: FIXED_LITERALS, distances: FIXED_DISTANCES };
      const { literals, distances } = type === 1 ? fixed : readCodes(this.#input);
      this.#literals = literals;
      this.#distances = distances;
    }
  }

  /** Inflates until the output is full or the block ends. */
  #inflateBlock(literals: InflateCode, distances: InflateCode): void {
    const input = this.#input, output = this.#output;
    let end = this.#end;
    while (end <= CAPACITY - MAX_MATCH) {
      const symbol = input.symbol(literals);
      if (symbol < END_OF_BLOCK) {
        output[end++] = symbol;
        continue;
      }
      if (symbol === END_OF_BLOCK) {
        this.#literals = null;
        break;
      }
      requirePng(symbol < LITERAL_SYMBOLS, "its lengths to be known symbols", `[${symbol}]`);
      const length = LENGTH_BASE[symbol - 257] + input.bits(LENGTH_EXTRA[symbol - 257]);
      const far = input.symbol(distances);
      requirePng(far < DISTANCE_SYMBOLS, "its distances to be known symbols", `[${far}]`);
      const distance = DISTANCE_BASE[far] + input.bits(DISTANCE_EXTRA[far]);
      requirePng(distance <= end, "its matches to begin within it", `[${distance}] back`);
      if (distance === 1) output.fill(output[end - 1], end, end + length);
      else for (let i = end; i < end + length; i++) output[i] = output[i - distance];
      end += length;
    }
    this.#end = end;
  }

  #copyStored(): void {
    const count = Math.min(this.#stored, CAPACITY - this.#end);
    for (let i = 0; i < count; i++) this.#output[this.#end++] = this.#input.bits(8);
    this.#stored -= count;
  }
}

/** The codes of a dynamic block. Source: RFC 1951, section 3.2.7. */
function readCodes(input: BitReader): { literals: InflateCode; distances: InflateCode } {
  const literals = input.bits(5) + 257, distances = input.bits(5) + 1, sent = input.bits(4) + 4;
  const known = literals <= LITERAL_SYMBOLS && distances <= DISTANCE_SYMBOLS;
  requirePng(known, "its codes to be of known symbols", `[${literals}, ${distances}]`);
  const codeLengths = new Uint8Array(CODE_LENGTH_ORDER.length);
  for (let i = 0; i < sent; i++) codeLengths[CODE_LENGTH_ORDER[i]] = input.bits(3);
  const code = new InflateCode(codeLengths, false);

  const lengths = new Uint8Array(literals + distances);
  for (let i = 0; i < lengths.length;) {
    const symbol = input.symbol(code);
    if (symbol < 16) {
      lengths[i++] = symbol;
      continue;
    }
    requirePng(symbol > 16 || i > 0, "a repeated code length to follow one", "none before it");
    const value = symbol === 16 ? lengths[i - 1] : 0;
    const run = symbol === 18 ? 11 + input.bits(7) : 3 + input.bits(symbol === 16 ? 2 : 3);
    requirePng(i + run <= lengths.length, "its code lengths to fit its codes", `[${i + run}]`);
    lengths.fill(value, i, i += run);
  }
  requirePng(lengths[END_OF_BLOCK] > 0, "its blocks to be able to end", "no code that ends them");
  return {
    literals: new InflateCode(lengths.subarray(0, literals), true),
    distances: new InflateCode(lengths.subarray(literals), true),
  };
}
