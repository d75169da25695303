import { exp } from "../elementary.ts";
import type { Op, Tensor } from "../graph.ts";
import type { Values } from "../tensor_type.ts";
import { mul } from "./mul.ts";
import { sameType } from "./pointwise.ts";
import { reduceSum } from "./reduce_sum.ts";
import { type Lines, linesOf, requireAxis } from "./strided.ts";
import { sub } from "./sub.ts";

// y = e^x / sum e^x along axis      dL/dx = y * (dL/dy - sum(y * dL/dy))
export const softmaxOp: Op<"softmax", { readonly axis: number }> = {
  name: "softmax",
  attributes: { axis: "integer" },
  type: (inputs, { axis }) => {
    requireAxis("softmax", axis, inputs[0].shape.length, inputs);
    return sameType("softmax")(inputs);
  },
  reference: ([x], { shape, attributes: { axis } }) => {
    const lines = linesOf(shape, axis);
    const y = new Float32Array(x.length);
    eachLine(x, lines, (start, max, sum) => {
      for (let k = 0, at = start; k < lines.length; k++, at += lines.inner) {
        y[at] = exp(x[at] - max) / sum;
      }
    });
    return y;
  },
  derivative: (y, dY) => {
    const weighted = mul(y, dY);
    const total = reduceSum(weighted, { axes: [y.attributes.axis], keepDims: true });
    return [mul(y, sub(dY, total))];
  },
};

/** Calls `visit` with the first index, the maximum and sum(e^(x - max)) in f64 of every line. */
export function eachLine(
  x: Values,
  { outer, length, inner }: Lines,
  visit: (start: number, max: number, sum: number) => void,
): void {
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      const start = o * length * inner + i;
      let max = x[start];
      for (let k = 1; k < length; k++) max = Math.max(max, x[start + k * inner]);
      let sum = 0;
      for (let k = 0; k < length; k++) sum += exp(x[start + k * inner] - max);
      visit(start, max, sum);
    }
  }
}

/**
 * Probabilities along an axis.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { evaluate, Graph, softmax } from "@tessera/tessera";
 *
 * const graph = new Graph();
 * const x = graph.constant(Float32Array.of(5, 5), [1, 2]);
 * const [y] = evaluate(graph, [softmax(x, { axis: 1 })], new Map());
 * assertEquals([...y], [0.5, 0.5]);
 * ```
 */
export function softmax(x: Tensor, attributes: { axis: number }): Tensor {
  return x.graph.apply(softmaxOp, [x], attributes);
}
