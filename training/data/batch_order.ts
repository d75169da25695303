import { Random } from "../../core/random/random.ts";

/** Streams of the run's seed that order epochs: this one and those after it, one an epoch. */
const EPOCH_STREAM = 0x40000000;

/**
 * The order in which a run sees the images of a split: every epoch is another permutation, and batches
 * run on across epochs, so no image is left out. Batch `step` depends on count, batch size, seed and step
 * alone: a run resumes from its step number.
 */
export class BatchOrder {
  readonly #count: number;
  readonly #batchSize: number;
  readonly #seed: number;
  #epoch = -1;
  #permutation = new Uint32Array(0);

  /** @throws {RangeError} If count or batch size is not a positive integer. */
  constructor(
    { count, batchSize, seed }: { count: number; batchSize: number; seed: number },
  ) {
    for (const [name, value] of Object.entries({ count, batchSize })) {
      if (!Number.isInteger(value) || value < 1) {
        throw new RangeError(
          `Cannot order batches: expected ${name} to be at least 1, got [${value}]`,
        );
      }
    }
    this.#count = count;
    this.#batchSize = batchSize;
    this.#seed = seed;
  }

  /** The epoch, counted from 0, in which batch `step` starts. */
  epoch(step: number): number {
    return Math.floor(step * this.#batchSize / this.#count);
  }

  /** The `[batchSize]` image indices of batch `step`, counted from 0. */
  batch(step: number): Uint32Array {
    const indices = new Uint32Array(this.#batchSize);
    const start = step * this.#batchSize;
    for (let item = 0; item < this.#batchSize; item++) {
      const epoch = Math.floor((start + item) / this.#count);
      indices[item] = this.#orderOf(epoch)[(start + item) % this.#count];
    }
    return indices;
  }

  #orderOf(epoch: number): Uint32Array {
    if (epoch !== this.#epoch) {
      this.#epoch = epoch;
      this.#permutation = new Random(this.#seed, EPOCH_STREAM + epoch).permutation(this.#count);
    }
    return this.#permutation;
  }
}
