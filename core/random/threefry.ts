/**
 * Encrypts one counter with Threefry-2x32-20.
 *
 * Only 32-bit additions, rotations and exclusive ors: WebAssembly and WGSL give the same words.
 *
 * @param out Receives the two words of the result.
 *
 * Source: Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3",
 * https://doi.org/10.1145/2063384.2063405 (Random123 1.14, `threefry2x32_R` with 20 rounds).
 */
export function threefry2x32(
  key0: number,
  key1: number,
  counter0: number,
  counter1: number,
  out: Uint32Array,
): void {
  const key2 = PARITY ^ key0 ^ key1;
  let x = (counter0 + key0) | 0;
  let y = (counter1 + key1) | 0;

  x = (x + y) | 0, y = (y << 13 | y >>> 19) ^ x;
  x = (x + y) | 0, y = (y << 15 | y >>> 17) ^ x;
  x = (x + y) | 0, y = (y << 26 | y >>> 6) ^ x;
  x = (x + y) | 0, y = (y << 6 | y >>> 26) ^ x;
  x = (x + key1) | 0, y = (y + key2 + 1) | 0;

  x = (x + y) | 0, y = (y << 17 | y >>> 15) ^ x;
  x = (x + y) | 0, y = (y << 29 | y >>> 3) ^ x;
  x = (x + y) | 0, y = (y << 16 | y >>> 16) ^ x;
  x = (x + y) | 0, y = (y << 24 | y >>> 8) ^ x;
  x = (x + key2) | 0, y = (y + key0 + 2) | 0;

  x = (x + y) | 0, y = (y << 13 | y >>> 19) ^ x;
  x = (x + y) | 0, y = (y << 15 | y >>> 17) ^ x;
  x = (x + y) | 0, y = (y << 26 | y >>> 6) ^ x;
  x = (x + y) | 0, y = (y << 6 | y >>> 26) ^ x;
  x = (x + key0) | 0, y = (y + key1 + 3) | 0;

  x = (x + y) | 0, y = (y << 17 | y >>> 15) ^ x;
  x = (x + y) | 0, y = (y << 29 | y >>> 3) ^ x;
  x = (x + y) | 0, y = (y << 16 | y >>> 16) ^ x;
  x = (x + y) | 0, y = (y << 24 | y >>> 8) ^ x;
  x = (x + key1) | 0, y = (y + key2 + 4) | 0;

  x = (x + y) | 0, y = (y << 13 | y >>> 19) ^ x;
  x = (x + y) | 0, y = (y << 15 | y >>> 17) ^ x;
  x = (x + y) | 0, y = (y << 26 | y >>> 6) ^ x;
  x = (x + y) | 0, y = (y << 6 | y >>> 26) ^ x;
  out[0] = x + key2;
  out[1] = y + key0 + 5;
}

/** Threefish's key-schedule parity for 32-bit words. */
const PARITY = 0x1BD11BDA;

/**
 * The uniform number in `[0, 1)` that decides one position of one image.
 *
 * Key: `(seed + image mod 2^32, 0)`; counter: `(position, 0)`. So image k of a batch with seed s is
 * the single image with seed s + k. The number is the first word's upper 24 bits over 2^24, which
 * f32 holds exactly: `f32(word >> 8u) * 0x1p-24` is the same number in WGSL and WebAssembly.
 *
 * @param seed In `[0, 2^32)`.
 * @param image Index in the batch.
 * @param position Index in the grid, in raster order.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(uniform(7, 2, 48), uniform(9, 0, 48));
 * ```
 */
export function uniform(seed: number, image: number, position: number): number {
  threefry2x32((seed + image) | 0, 0, position, 0, words);
  return (words[0] >>> 8) * 2 ** -24;
}

const words = new Uint32Array(2);
