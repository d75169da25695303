// Alphabets of the deflate format. Source: RFC 1951, section 3.2, https://www.rfc-editor.org/rfc/rfc1951

export const WINDOW = 32768;
export const MIN_MATCH = 3;
export const MAX_MATCH = 258;
export const END_OF_BLOCK = 256;
export const LITERAL_SYMBOLS = 286;
export const DISTANCE_SYMBOLS = 30;
export const MAX_CODE_LENGTH = 15;

/** Extra bits after length symbol 257 + i. */
export const LENGTH_EXTRA = Uint8Array.from(
  { length: 29 },
  (_, i) => i < 8 || i === 28 ? 0 : (i >> 2) - 1,
);

/** Extra bits after distance symbol i. */
export const DISTANCE_EXTRA = Uint8Array.from(
  { length: DISTANCE_SYMBOLS },
  (_, i) => i < 4 ? 0 : (i >> 1) - 1,
);

/** The shortest match of length symbol 257 + i; the last symbol means exactly 258. */
export const LENGTH_BASE = bases(LENGTH_EXTRA, MIN_MATCH).with(28, MAX_MATCH);

/** The shortest distance of distance symbol i. */
export const DISTANCE_BASE = bases(DISTANCE_EXTRA, 1);

/** The order of the lengths of the code-length code in a block. */
export const CODE_LENGTH_ORDER = [
  16,
  17,
  18,
  0,
  8,
  7,
  9,
  6,
  10,
  5,
  11,
  4,
  12,
  3,
  13,
  2,
  14,
  1,
  15,
];

/** Lengths of the fixed literal code. */
export const FIXED_LITERAL_LENGTHS = Uint8Array.from(
  { length: 288 },
  (_, symbol) => symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8,
);

/** Lengths of the fixed distance code. */
export const FIXED_DISTANCE_LENGTHS = new Uint8Array(32).fill(5);

/** Index i of the length symbol 257 + i of a match. */
export function lengthIndex(length: number): number {
  const value = length - MIN_MATCH;
  if (value < 4) return value;
  if (length === MAX_MATCH) return 28;
  const extra = 29 - Math.clz32(value);
  return 4 * (extra + 1) + ((value >> extra) & 3);
}

/** The distance symbol of a distance. */
export function distanceSymbol(distance: number): number {
  const value = distance - 1;
  if (value < 2) return value;
  const extra = 30 - Math.clz32(value);
  return 2 * (extra + 1) + ((value >> extra) & 1);
}

function bases(extra: Uint8Array, first: number): Uint16Array<ArrayBuffer> {
  const base = new Uint16Array(extra.length);
  for (let i = 0, next = first; i < extra.length; next += 1 << extra[i++]) base[i] = next;
  return base;
}
