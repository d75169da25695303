import { Random } from "../../core/random/random.ts";

/** What a network makes of images: a point each. */
export interface Features {
  readonly count: number;
  /** Numbers a point has. */
  readonly width: number;
  /** `[count, width]` */
  readonly values: Float32Array;
}

const SEED = 1;

/** `count` of the points, or all of them: the same at every call, from all parts of the set. */
export function someOf(features: Features, count: number): Features {
  if (features.count <= count) return features;
  const { width } = features;
  const chosen = new Random(SEED).permutation(features.count).subarray(0, count);
  const values = new Float32Array(count * width);
  chosen.forEach((index, item) =>
    values.set(features.values.subarray(index * width, (index + 1) * width), item * width)
  );
  return { count, width, values };
}
