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
  return take(features, new Random(SEED).permutation(features.count).subarray(0, count));
}

/** Two sets without a common point, as large as can be and equally so: the same at every call. */
export function halvesOf(features: Features): [Features, Features] {
  const order = new Random(SEED).permutation(features.count);
  const half = Math.floor(features.count / 2);
  return [
    take(features, order.subarray(0, half)),
    take(features, order.subarray(half, 2 * half)),
  ];
}

function take({ width, values }: Features, indices: Uint32Array): Features {
  const taken = new Float32Array(indices.length * width);
  indices.forEach((index, item) =>
    taken.set(values.subarray(index * width, (index + 1) * width), item * width)
  );
  return { count: indices.length, width, values: taken };
}
