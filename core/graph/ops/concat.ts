import { requireShape } from "../shape_error.ts";
import type { Op, Tensor } from "../graph.ts";
import { allocate } from "../tensor_type.ts";
import { slice } from "./slice.ts";
import { linesOf, requireAxis } from "./strided.ts";

// y = inputs one after the other along axis      dL/dx = the part of dL/dy where x went
export const concatOp: Op<"concat", { readonly axis: number }> = {
  name: "concat",
  attributes: { axis: "integer" },
  type: (inputs, { axis }) => {
    const [first] = inputs;
    requireShape(inputs.length > 0, "concat", "at least one tensor", inputs);
    requireAxis("concat", axis, first.shape.length, inputs);
    requireShape(
      inputs.every(({ shape, dtype }) =>
        dtype === "f32" && shape.length === first.shape.length &&
        shape.every((side, i) => i === axis || side === first.shape[i])
      ),
      "concat",
      `inputs to be f32 and alike but for axis ${axis}`,
      inputs,
    );
    const total = inputs.reduce((sum, { shape }) => sum + shape[axis], 0);
    return { shape: first.shape.map((side, i) => i === axis ? total : side), dtype: "f32" };
  },
  reference: (values, y) => {
    const { axis } = y.attributes;
    const result = allocate(y);
    const { outer, length, inner } = linesOf(y.shape, axis);
    let start = 0;
    values.forEach((x, position) => {
      const run = y.inputs[position].shape[axis] * inner;
      for (let o = 0; o < outer; o++) {
        result.set(x.subarray(o * run, (o + 1) * run), o * length * inner + start);
      }
      start += run;
    });
    return result;
  },
  derivative: ({ inputs, attributes: { axis } }, dY) => {
    let start = 0;
    return inputs.map(({ shape }) => {
      const starts = shape.map((_, i) => i === axis ? start : 0);
      start += shape[axis];
      return slice(dY, { starts, sizes: shape });
    });
  },
};

/**
 * Joins f32 tensors along an axis.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { concat, evaluate, Graph } from "@tessera/tessera";
 *
 * const graph = new Graph();
 * const a = graph.constant(Float32Array.of(1, 2), [2, 1]);
 * const b = graph.constant(Float32Array.of(3, 4), [2, 1]);
 * const [y] = evaluate(graph, [concat([a, b], { axis: 1 })], new Map());
 * assertEquals([...y], [1, 3, 2, 4]);
 * ```
 */
export function concat(inputs: readonly Tensor[], attributes: { axis: number }): Tensor {
  if (inputs.length === 0) throw new TypeError("Cannot build concat: expected tensors, got none");
  return inputs[0].graph.apply(concatOp, inputs, attributes);
}
