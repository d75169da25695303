import type { Features } from "./features.ts";
import { symmetricEigen } from "./symmetric_eigen.ts";

/** A normal distribution. */
export interface Gaussian {
  /** `[width]` */
  readonly mean: Float64Array;
  /** `[width, width]` */
  readonly covariance: Float64Array;
}

/** The normal distribution with the mean and the unbiased covariance of points. @throws {RangeError} If there are fewer than 2. */
export function gaussianOf({ count, width, values }: Features): Gaussian {
  if (count < 2) {
    throw new RangeError(`Cannot find a covariance: expected at least 2 points, got ${count}`);
  }
  const mean = new Float64Array(width), covariance = new Float64Array(width * width);
  values.forEach((value, at) => mean[at % width] += value / count);
  const deviation = new Float64Array(width);
  for (let point = 0; point < count; point++) {
    for (let i = 0; i < width; i++) deviation[i] = values[point * width + i] - mean[i];
    for (let i = 0; i < width; i++) {
      const scaled = deviation[i] / (count - 1);
      if (scaled === 0) continue;
      for (let j = 0; j < width; j++) covariance[i * width + j] += scaled * deviation[j];
    }
  }
  return { mean, covariance };
}

/**
 * |m1 - m2|^2 + tr(C1 + C2 - 2 (C1 C2)^1/2) of two normal distributions: 0 if they are the same.
 * @throws {RangeError} If they are of different widths.
 * Source: Heusel et al. 2017, eq. 6, https://arxiv.org/abs/1706.08500
 */
export function frechetDistance(first: Gaussian, second: Gaussian): number {
  const width = first.mean.length;
  if (second.mean.length !== width) {
    throw new RangeError(
      `Cannot compare distributions: expected both of width ${width}, got ${second.mean.length}`,
    );
  }
  let distance = -2 * traceOfRoot(first.covariance, second.covariance, width);
  for (let i = 0; i < width; i++) {
    distance += (first.mean[i] - second.mean[i]) ** 2;
    distance += first.covariance[i * (width + 1)] + second.covariance[i * (width + 1)];
  }
  return Math.max(0, distance); // Rounding can leave equal ones slightly below.
}

/** tr((A B)^1/2) as that of L B L^T, which has the same eigenvalues and is symmetric, where L^T L = A. */
function traceOfRoot(a: Float64Array, b: Float64Array, n: number): number {
  const { values, vectors } = symmetricEigen(a, n);
  const factor = vectors.map((value, at) => value * root(values[Math.floor(at / n)]));
  const product = new Float64Array(n * n);
  const half = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    half.fill(0);
    for (let k = 0; k < n; k++) {
      for (let j = 0; j < n; j++) half[j] += factor[i * n + k] * b[k * n + j];
    }
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = 0; k < n; k++) sum += half[k] * factor[j * n + k];
      product[i * n + j] = product[j * n + i] = sum;
    }
  }
  return symmetricEigen(product, n).values.reduce((sum, value) => sum + root(value), 0);
}

/** Of an eigenvalue, which rounding can leave slightly below 0. */
function root(value: number): number {
  return Math.sqrt(Math.max(0, value));
}
