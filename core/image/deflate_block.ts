import type { BitWriter } from "./bit_writer.ts";
import { canonicalCode, type DeflateCode, huffmanCode } from "./deflate_code.ts";
import {
  CODE_LENGTH_ORDER,
  DISTANCE_BASE,
  DISTANCE_EXTRA,
  DISTANCE_SYMBOLS,
  distanceSymbol,
  END_OF_BLOCK,
  FIXED_DISTANCE_LENGTHS,
  FIXED_LITERAL_LENGTHS,
  LENGTH_BASE,
  LENGTH_EXTRA,
  lengthIndex,
  LITERAL_SYMBOLS,
  MAX_CODE_LENGTH,
} from "./deflate_tables.ts";

const FIXED_LITERALS = canonicalCode(FIXED_LITERAL_LENGTHS);
const FIXED_DISTANCES = canonicalCode(FIXED_DISTANCE_LENGTHS);

/**
 * Writes a deflate block with fixed or dynamic codes, whichever is shorter.
 *
 * @param tokens Literals below 256, or `length << 16 | distance` of matches.
 * @param last Whether this is the last block.
 */
export function writeBlock(bits: BitWriter, tokens: Uint32Array, last: boolean): void {
  const literalCounts = new Uint32Array(LITERAL_SYMBOLS);
  const distanceCounts = new Uint32Array(DISTANCE_SYMBOLS);
  for (const token of tokens) {
    if (token < 256) {
      literalCounts[token]++;
    } else {
      literalCounts[257 + lengthIndex(token >>> 16)]++;
      distanceCounts[distanceSymbol(token & 0xffff)]++;
    }
  }
  literalCounts[END_OF_BLOCK] = 1;
  const literals = huffmanCode(literalCounts, MAX_CODE_LENGTH);
  const distances = huffmanCode(distanceCounts, MAX_CODE_LENGTH);
  const header = codesHeader(literals, distances);
  const ownCost = header.cost + cost(literalCounts, literals) + cost(distanceCounts, distances);
  const fixedCost = cost(literalCounts, FIXED_LITERALS) + cost(distanceCounts, FIXED_DISTANCES);

  bits.bits(last ? 1 : 0, 1);
  if (fixedCost <= ownCost) {
    bits.bits(1, 2);
    writeTokens(bits, tokens, { literals: FIXED_LITERALS, distances: FIXED_DISTANCES });
  } else {
    bits.bits(2, 2);
    header.write(bits);
    writeTokens(bits, tokens, { literals, distances });
  }
}

function writeTokens(
  bits: BitWriter,
  tokens: Uint32Array,
  { literals, distances }: { literals: DeflateCode; distances: DeflateCode },
): void {
  for (const token of tokens) {
    if (token < 256) {
      bits.bits(literals.codes[token], literals.lengths[token]);
      continue;
    }
    const length = token >>> 16, distance = token & 0xffff;
    const index = lengthIndex(length), far = distanceSymbol(distance);
    bits.bits(literals.codes[257 + index], literals.lengths[257 + index]);
    bits.bits(length - LENGTH_BASE[index], LENGTH_EXTRA[index]);
    bits.bits(distances.codes[far], distances.lengths[far]);
    bits.bits(distance - DISTANCE_BASE[far], DISTANCE_EXTRA[far]);
  }
  bits.bits(literals.codes[END_OF_BLOCK], literals.lengths[END_OF_BLOCK]);
}

/** The part of a dynamic block that sends its codes. Source: RFC 1951, section 3.2.7. */
function codesHeader(
  literals: DeflateCode,
  distances: DeflateCode,
): { cost: number; write(bits: BitWriter): void } {
  const literalCount = Math.max(257, 1 + literals.lengths.findLastIndex((length) => length > 0));
  const distanceCount = 1 + distances.lengths.findLastIndex((length) => length > 0);
  const runs = runsOf([
    ...literals.lengths.subarray(0, literalCount),
    ...distances.lengths.subarray(0, distanceCount),
  ]);
  const counts = new Uint32Array(CODE_LENGTH_ORDER.length);
  for (const { symbol } of runs) counts[symbol]++;
  const code = huffmanCode(counts, 7);
  const order = CODE_LENGTH_ORDER.map((symbol) => code.lengths[symbol]);
  const sent = Math.max(4, 1 + order.findLastIndex((length) => length > 0));
  const extra = runs.reduce((sum, run) => sum + run.extra, 0);
  return {
    cost: 14 + 3 * sent + cost(counts, code) + extra,
    write(bits) {
      bits.bits(literalCount - 257, 5);
      bits.bits(distanceCount - 1, 5);
      bits.bits(sent - 4, 4);
      for (const length of order.slice(0, sent)) bits.bits(length, 3);
      for (const { symbol, value, extra } of runs) {
        bits.bits(code.codes[symbol], code.lengths[symbol]);
        bits.bits(value, extra);
      }
    },
  };
}

/** A symbol of the code-length code, and its extra bits. */
interface Run {
  readonly symbol: number;
  readonly value: number;
  readonly extra: number;
}

function runsOf(lengths: readonly number[]): Run[] {
  const runs: Run[] = [];
  for (let i = 0; i < lengths.length;) {
    const length = lengths[i];
    let run = 1;
    while (i + run < lengths.length && lengths[i + run] === length) run++;
    if (length === 0 && run >= 3) {
      run = Math.min(run, 138);
      runs.push(
        run < 11
          ? { symbol: 17, value: run - 3, extra: 3 }
          : { symbol: 18, value: run - 11, extra: 7 },
      );
    } else if (length > 0 && run >= 4) {
      run = Math.min(run, 7);
      runs.push({ symbol: length, value: 0, extra: 0 }, { symbol: 16, value: run - 4, extra: 2 });
    } else {
      run = 1;
      runs.push({ symbol: length, value: 0, extra: 0 });
    }
    i += run;
  }
  return runs;
}

/** Total bits of all symbols' codes, without extra bits. */
function cost(counts: Uint32Array, { lengths }: DeflateCode): number {
  return counts.reduce((sum, count, symbol) => sum + count * lengths[symbol], 0);
}
