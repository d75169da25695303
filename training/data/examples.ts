import type { Values } from "../../core/graph/mod.ts";
import { fillBatch } from "./batch.ts";
import type { Split } from "./dataset.ts";

/** What a stage reads: images for a codec, what the codec made of them for a prior. */
export interface Examples {
  readonly count: number;
  /** `[count]` class indices, or of length 0 where there are no classes. */
  readonly labels: ArrayLike<number>;
  /** Copies the examples at `indices` into a batch `[n, …]`. */
  fill(indices: Uint32Array, batch: Values): void;
}

/** A run's examples. No weight is trained on `monitor` or `test`; the best weights are chosen by `monitor`. */
export interface ExampleSplits {
  readonly train: Examples;
  readonly monitor: Examples;
  readonly test: Examples;
}

/** The images of a split as pixels in [0, 1]. */
export function imageExamples(split: Split): Examples {
  return {
    count: split.count,
    labels: split.labels,
    fill: (indices, batch) => fillBatch(split, indices, batch as Float32Array),
  };
}

/** Encoded images. @param values `[count, …]`. */
export function encodedExamples(
  values: Values,
  { count, labels }: Pick<Examples, "count" | "labels">,
): Examples {
  const size = values.length / count;
  return {
    count,
    labels,
    fill: (indices, batch) =>
      indices.forEach((index, item) =>
        batch.set(values.subarray(index * size, (index + 1) * size), item * size)
      ),
  };
}
