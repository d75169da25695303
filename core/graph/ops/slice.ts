import { requireShape } from "../shape_error.ts";
import type { Op, Tensor } from "../graph.ts";
import { type Shape, stridesOf } from "../tensor_type.ts";
import { pad } from "./pad.ts";
import { gather, stridedIndices } from "./strided.ts";

/** First coordinate and number of coordinates per axis. */
export interface SliceAttributes {
  /** First index along each axis. */
  readonly starts: readonly number[];
  /** Sides of the box. */
  readonly sizes: Shape;
}

// y[c] = x[starts + c]      dL/dx = dL/dy padded with zeros
export const sliceOp: Op<"slice", SliceAttributes> = {
  name: "slice",
  attributes: { starts: "integers", sizes: "sides" },
  type: (inputs, { starts, sizes }) => {
    const [x] = inputs;
    requireShape(
      inputs.length === 1 && starts.length === x.shape.length && sizes.length === x.shape.length &&
        x.shape.every((side, axis) =>
          starts[axis] >= 0 && sizes[axis] >= 1 && starts[axis] + sizes[axis] <= side
        ),
      "slice",
      `[${sizes.join(", ")}] from [${starts.join(", ")}] to lie inside x`,
      inputs,
    );
    return { shape: sizes, dtype: x.dtype };
  },
  reference: ([x], { shape, inputs, attributes: { starts } }) => {
    const strides = stridesOf(inputs[0].shape);
    const start = starts.reduce((sum, c, axis) => sum + c * strides[axis], 0);
    return gather(x, stridedIndices(shape, strides, start));
  },
  derivative: ({ inputs: [x], attributes: { starts, sizes } }, dY) => [
    pad(dY, {
      before: starts,
      after: x.shape.map((side, axis) => side - starts[axis] - sizes[axis]),
    }),
  ],
};

/**
 * A box of x (f32 or u32).
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { evaluate, Graph, slice } from "@tessera/tessera";
 *
 * const graph = new Graph();
 * const x = graph.constant(Float32Array.of(1, 2, 3), [3]);
 * const [y] = evaluate(graph, [slice(x, { starts: [1], sizes: [2] })], new Map());
 * assertEquals([...y], [2, 3]);
 * ```
 */
export function slice(x: Tensor, attributes: SliceAttributes): Tensor {
  return x.graph.apply(sliceOp, [x], attributes);
}
