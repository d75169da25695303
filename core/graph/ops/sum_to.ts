import type { Tensor } from "../graph.ts";
import type { Shape } from "../tensor_type.ts";
import { reduceSum } from "./reduce_sum.ts";
import { reshape } from "./reshape.ts";

/** Sums a tensor over the axes along which `shape` was stretched: the derivative of broadcasting. */
export function sumTo(x: Tensor, shape: Shape): Tensor {
  const skip = x.shape.length - shape.length;
  const axes = x.shape.flatMap((side, axis) =>
    axis < skip || (shape[axis - skip] === 1 && side !== 1) ? [axis] : []
  );
  return reshape(axes.length === 0 ? x : reduceSum(x, { axes, keepDims: true }), shape);
}
