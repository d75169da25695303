import { log } from "../elementary.ts";
import type { Op, Tensor } from "../graph.ts";
import { exp } from "./exp.ts";
import { mul } from "./mul.ts";
import { sameType } from "./pointwise.ts";
import { reduceSum } from "./reduce_sum.ts";
import { eachLine } from "./softmax.ts";
import { linesOf, requireAxis } from "./strided.ts";
import { sub } from "./sub.ts";

// y = x - ln sum e^x along axis      dL/dx = dL/dy - e^y * sum(dL/dy)
export const logSoftmaxOp: Op<"log_softmax", { readonly axis: number }> = {
  name: "log_softmax",
  attributes: { axis: "integer" },
  type: (inputs, { axis }) => {
    requireAxis("log_softmax", axis, inputs[0].shape.length, inputs);
    return sameType("log_softmax")(inputs);
  },
  reference: ([x], { shape, attributes: { axis } }) => {
    const lines = linesOf(shape, axis);
    const y = new Float32Array(x.length);
    eachLine(x, lines, (start, max, sum) => {
      const shift = max + log(sum);
      for (let k = 0, at = start; k < lines.length; k++, at += lines.inner) y[at] = x[at] - shift;
    });
    return y;
  },
  derivative: (y, dY) => {
    const total = reduceSum(dY, { axes: [y.attributes.axis], keepDims: true });
    return [sub(dY, mul(exp(y), total))];
  },
};

/**
 * Log-probabilities along an axis.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { evaluate, Graph, logSoftmax } from "@tessera/tessera";
 *
 * const graph = new Graph();
 * const x = graph.constant(Float32Array.of(5, 5), [1, 2]);
 * const [y] = evaluate(graph, [logSoftmax(x, { axis: 1 })], new Map());
 * assertEquals([...y], [-Math.fround(Math.LN2), -Math.fround(Math.LN2)]);
 * ```
 */
export function logSoftmax(x: Tensor, attributes: { axis: number }): Tensor {
  return x.graph.apply(logSoftmaxOp, [x], attributes);
}
