import type { Tensor } from "../graph.ts";
import { sizeOf } from "../tensor_type.ts";
import { reduceSum } from "./reduce_sum.ts";
import { scale } from "./scale.ts";

/** Average over `axes` (all axes if left out). */
export function mean(
  x: Tensor,
  { axes = x.shape.map((_, axis) => axis), keepDims = false }: {
    axes?: readonly number[];
    keepDims?: boolean;
  } = {},
): Tensor {
  const count = sizeOf(axes.map((axis) => x.shape[axis]));
  return scale(reduceSum(x, { axes, keepDims }), { factor: 1 / count });
}
