import type { Values } from "../../core/graph/mod.ts";
import type { PixelCnnConfig } from "../../models/priors/pixel_cnn_config.ts";

/** Encoded images. */
export interface CodeSet {
  /** `[count * gh * gw]` */
  readonly codes: Uint32Array;
  /** `[count]`, or of length 0 where there are no classes. */
  readonly labels: ArrayLike<number>;
}

/** The inputs of a prior for some encoded images. */
export class CodeBatch {
  readonly codes: Uint32Array;
  /** `[n]` in [0, classes]; `classes` is unconditional. */
  readonly labels: Uint32Array;
  readonly #size: number;

  constructor(private readonly config: PixelCnnConfig, batchSize: number) {
    this.#size = config.grid.height * config.grid.width;
    this.codes = new Uint32Array(batchSize * this.#size);
    this.labels = new Uint32Array(batchSize);
  }

  /** Copies images of a set. @returns What the graph is fed, which the next call overwrites. */
  take(set: CodeSet, indices: Uint32Array): Map<string, Values> {
    const size = this.#size;
    indices.forEach((index, item) => {
      this.codes.set(set.codes.subarray(index * size, (index + 1) * size), item * size);
      if (this.config.classes > 0) this.labels[item] = set.labels[index];
    });
    return new Map<string, Values>([["codes", this.codes], ["class", this.labels]]);
  }
}
