import { requireShape } from "../shape_error.ts";
import type { Op, Tensor } from "../graph.ts";
import { stridesOf } from "../tensor_type.ts";
import { gather, stridedIndices } from "./strided.ts";

/** Axis i of y is axis permutation[i] of x. */
export interface TransposeAttributes {
  readonly permutation: readonly number[];
}

// y[c[p[0]], c[p[1]], ...] = x[c[0], c[1], ...]      dL/dx = dL/dy transposed back
export const transposeOp: Op<"transpose", TransposeAttributes> = {
  name: "transpose",
  attributes: { permutation: "integers" },
  type: (inputs, { permutation }) => {
    const [x] = inputs;
    requireShape(
      inputs.length === 1 && permutation.length === x.shape.length &&
        x.shape.every((_, axis) => permutation.includes(axis)),
      "transpose",
      `[${permutation.join(", ")}] to permute the axes`,
      inputs,
    );
    return { shape: permutation.map((axis) => x.shape[axis]), dtype: x.dtype };
  },
  reference: ([x], { shape, inputs, attributes: { permutation } }) => {
    const strides = stridesOf(inputs[0].shape);
    return gather(x, stridedIndices(shape, permutation.map((axis) => strides[axis])));
  },
  derivative: ({ attributes: { permutation } }, dY) => [
    transpose(dY, permutation.map((_, axis) => permutation.indexOf(axis))),
  ],
};

/**
 * Reorders axes: axis i of the result is axis `permutation[i]` of x (f32 or u32).
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { evaluate, Graph, transpose } from "@tessera/tessera";
 *
 * const graph = new Graph();
 * const x = graph.constant(Float32Array.of(1, 2, 3, 4), [2, 2]);
 * const [y] = evaluate(graph, [transpose(x, [1, 0])], new Map());
 * assertEquals([...y], [1, 3, 2, 4]);
 * ```
 */
export function transpose(x: Tensor, permutation: readonly number[]): Tensor {
  return x.graph.apply(transposeOp, [x], { permutation });
}
