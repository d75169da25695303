import { requireShape } from "../shape_error.ts";
import type { Op, Tensor } from "../graph.ts";
import { type Shape, stridesOf } from "../tensor_type.ts";
import { broadcastTo } from "./broadcast_to.ts";
import { reshape } from "./reshape.ts";
import { stridedIndices, withoutAxes } from "./strided.ts";

/** Ascending axes; `keepDims` leaves a side of 1 in their place. */
export interface ReduceAttributes {
  readonly axes: readonly number[];
  readonly keepDims: boolean;
}

// y[kept] = sum over axes of x[kept, axes]      dL/dx = dL/dy repeated along axes
export const reduceSumOp: Op<"reduce_sum", ReduceAttributes> = {
  name: "reduce_sum",
  attributes: { axes: "integers", keepDims: "boolean" },
  type: (inputs, { axes, keepDims }) => {
    const [x] = inputs;
    requireShape(
      inputs.length === 1 && x.dtype === "f32" &&
        axes.every((axis, i) =>
          axis >= 0 && axis < x.shape.length && (i === 0 || axes[i - 1] < axis)
        ),
      "reduce_sum",
      `x to be f32 and have the ascending axes [${axes.join(", ")}]`,
      inputs,
    );
    return { shape: withoutAxes(x.shape, axes, keepDims), dtype: "f32" };
  },
  reference: ([x], { size, inputs, attributes: { axes } }) => {
    const { shape } = inputs[0];
    const kept = stridesOf(withoutAxes(shape, axes, true))
      .map((stride, axis) => axes.includes(axis) ? 0 : stride);
    const places = stridedIndices(shape, kept);
    const sums = new Float64Array(size);
    for (let i = 0; i < x.length; i++) sums[places[i]] += x[i];
    return Float32Array.from(sums);
  },
  derivative: ({ inputs: [x], attributes: { axes } }, dY) => [
    broadcastTo(reshape(dY, withoutAxes(x.shape, axes, true)), x.shape),
  ],
};

/**
 * Sum over `axes`, given in ascending order.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { evaluate, Graph, reduceSum } from "@tessera/tessera";
 *
 * const graph = new Graph();
 * const x = graph.constant(Float32Array.of(1, 2, 3, 4), [2, 2]);
 * const [y] = evaluate(graph, [reduceSum(x, { axes: [0] })], new Map());
 * assertEquals([...y], [4, 6]);
 * ```
 */
export function reduceSum(
  x: Tensor,
  { axes, keepDims = false }: { axes: readonly number[]; keepDims?: boolean },
): Tensor {
  return x.graph.apply(reduceSumOp, [x], { axes, keepDims });
}

/** Sums a tensor over the axes along which `shape` was stretched: the derivative of broadcasting. */
export function sumTo(x: Tensor, shape: Shape): Tensor {
  const skip = x.shape.length - shape.length;
  const axes = x.shape.flatMap((side, axis) =>
    axis < skip || (shape[axis - skip] === 1 && side !== 1) ? [axis] : []
  );
  return reshape(axes.length === 0 ? x : reduceSum(x, { axes, keepDims: true }), shape);
}
