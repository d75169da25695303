import { requireShape } from "../shape_error.ts";
import type { Op, Tensor } from "../graph.ts";
import { linesOf, requireAxis, withoutAxes } from "./strided.ts";

// y = the lowest k for which x[..., k, ...] is smallest      no gradient
export const argminOp: Op<"argmin", { readonly axis: number }> = {
  name: "argmin",
  attributes: { axis: "integer" },
  type: (inputs, { axis }) => {
    const [x] = inputs;
    requireShape(inputs.length === 1 && x.dtype === "f32", "argmin", "x to be f32", inputs);
    requireAxis("argmin", axis, x.shape.length, inputs);
    return { shape: withoutAxes(x.shape, [axis]), dtype: "u32" };
  },
  reference: ([x], { size, inputs, attributes: { axis } }) => {
    const { outer, length, inner } = linesOf(inputs[0].shape, axis);
    const y = new Uint32Array(size);
    for (let o = 0; o < outer; o++) {
      for (let i = 0; i < inner; i++) {
        const start = o * length * inner + i;
        let best = 0;
        for (let k = 1; k < length; k++) {
          if (x[start + k * inner] < x[start + best * inner]) best = k;
        }
        y[o * inner + i] = best;
      }
    }
    return y;
  },
};

/**
 * Index of the smallest element along an axis, u32; the lowest index on a tie.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { argmin, evaluate, Graph } from "@tessera/tessera";
 *
 * const graph = new Graph();
 * const x = graph.constant(Float32Array.of(3, 1, 2, 5), [2, 2]);
 * const [y] = evaluate(graph, [argmin(x, { axis: 1 })], new Map());
 * assertEquals([...y], [1, 0]);
 * ```
 */
export function argmin(x: Tensor, attributes: { axis: number }): Tensor {
  return x.graph.apply(argminOp, [x], attributes);
}
