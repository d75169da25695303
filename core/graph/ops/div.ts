import type { NoAttributes } from "../attribute_kinds.ts";
import type { Op, Tensor } from "../graph.ts";
import { mul } from "./mul.ts";
import { neg } from "./neg.ts";
import { broadcastType, zipValues } from "./pointwise.ts";
import { sumTo } from "./reduce_sum.ts";

// y = a / b      dL/da = dL/dy / b      dL/db = -dL/dy * y / b, summed over broadcast axes
export const divOp: Op<"div", NoAttributes> = {
  name: "div",
  attributes: {},
  type: broadcastType("div", 2),
  reference: ([a, b], { inputs, shape }) =>
    zipValues(
      [{ values: a, shape: inputs[0].shape }, { values: b, shape: inputs[1].shape }],
      shape,
      (a, b) => a / b,
    ),
  derivative: (y, dY) => {
    const [a, b] = y.inputs;
    const dA = div(dY, b);
    return [sumTo(dA, a.shape), neg(sumTo(mul(dA, y), b.shape))];
  },
};

/**
 * Quotient, shapes broadcasting as in NumPy.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { div, evaluate, Graph } from "@tessera/tessera";
 *
 * const graph = new Graph();
 * const a = graph.constant(Float32Array.of(1, 6), [2]);
 * const b = graph.constant(Float32Array.of(2), [1]);
 * const [y] = evaluate(graph, [div(a, b)], new Map());
 * assertEquals([...y], [0.5, 3]);
 * ```
 */
export function div(a: Tensor, b: Tensor): Tensor {
  return a.graph.apply(divOp, [a, b], {});
}
