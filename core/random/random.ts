import { threefry2x32 } from "./threefry.ts";

/** Counters of images leave this bit clear, so that no stream overlaps an image's draws. */
const STREAM_BIT = 0x80000000;

/**
 * A seeded stream of random numbers for work on the host: shuffling, initial weights, augmentation.
 *
 * Draw i is word `i mod 2` of block `floor(i / 2)`, so {@link Random.state} is all there is to save.
 *
 * @example Save and resume
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const random = new Random(7, 1);
 * random.permutation(100);
 * const resumed = new Random(7, 1);
 * resumed.state = random.state;
 * assertEquals(resumed.u32(), random.u32());
 * ```
 */
export class Random {
  readonly #seed: number;
  readonly #stream: number;
  readonly #words = new Uint32Array(2);
  #block = -1;
  #drawn = 0;

  /**
   * A stream from its beginning.
   *
   * @param seed In `[0, 2^32)`.
   * @param stream In `[0, 2^32)`; streams of one seed are independent.
   */
  constructor(seed: number, stream = 0) {
    this.#seed = checkedWord(seed, "seed");
    this.#stream = checkedWord(stream, "stream");
  }

  /** Number of words drawn so far. */
  get state(): number {
    return this.#drawn;
  }

  /** @throws {RangeError} If the state is not an integer in `[0, 2^53)`. */
  set state(drawn: number) {
    if (!Number.isSafeInteger(drawn) || drawn < 0) {
      throw new RangeError(
        `Cannot set Random.state: expected an integer in [0, 2^53), got [${drawn}]`,
      );
    }
    this.#drawn = drawn;
  }

  /** An integer in `[0, 2^32)`. */
  u32(): number {
    const block = Math.floor(this.#drawn / 2);
    if (block !== this.#block) {
      const high = STREAM_BIT | Math.floor(block / 2 ** 32);
      threefry2x32(this.#seed, this.#stream, block | 0, high, this.#words);
      this.#block = block;
    }
    return this.#words[this.#drawn++ % 2];
  }

  /** A number in `[0, 1)`, a multiple of 2^-24: f32 holds it exactly. One draw. */
  uniform(): number {
    return (this.u32() >>> 8) * 2 ** -24;
  }

  /** A number of mean 0 and variance 1. Two draws. Source: Box and Muller 1958. */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log((this.u32() + 0.5) * 2 ** -32));
    return radius * Math.cos(2 * Math.PI * 2 ** -32 * this.u32());
  }

  /**
   * A uniform integer in `[0, n)`. One draw, rarely more.
   *
   * @throws {RangeError} If n is not in `[1, 2^32]`.
   */
  integer(n: number): number {
    if (!Number.isInteger(n) || n < 1 || n > 2 ** 32) {
      throw new RangeError(
        `Cannot draw an integer below n: expected n to be in [1, 2^32], got [${n}]`,
      );
    }
    const fair = 2 ** 32 - 2 ** 32 % n; // the largest multiple of n: draws beyond it are dropped
    let word = this.u32();
    while (word >= fair) word = this.u32();
    return word % n;
  }

  /** The integers in `[0, n)` in random order. Source: Fisher and Yates, Durstenfeld 1964. */
  permutation(n: number): Uint32Array<ArrayBuffer> {
    const order = Uint32Array.from({ length: n }, (_, i) => i);
    for (let i = n - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      const swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    return order;
  }
}

function checkedWord(value: number, name: string): number {
  if (Number.isInteger(value) && value >= 0 && value < 2 ** 32) return value;
  throw new RangeError(
    `Cannot seed Random: expected ${name} to be an integer in [0, 2^32), got [${value}]`,
  );
}
