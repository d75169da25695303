import type { NoAttributes } from "../attribute_kinds.ts";
import type { Op, Tensor } from "../graph.ts";
import { neg } from "./neg.ts";
import { broadcastType, zipValues } from "./pointwise.ts";
import { sumTo } from "./reduce_sum.ts";

// y = a - b      dL/da = dL/dy      dL/db = -dL/dy, summed over broadcast axes
export const subOp: Op<"sub", NoAttributes> = {
  name: "sub",
  attributes: {},
  type: broadcastType("sub", 2),
  reference: ([a, b], { inputs, shape }) =>
    zipValues(
      [{ values: a, shape: inputs[0].shape }, { values: b, shape: inputs[1].shape }],
      shape,
      (a, b) => a - b,
    ),
  derivative: ({ inputs: [a, b] }, dY) => [sumTo(dY, a.shape), neg(sumTo(dY, b.shape))],
};

/**
 * Difference, shapes broadcasting as in NumPy.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { evaluate, Graph, sub } from "@tessera/tessera";
 *
 * const graph = new Graph();
 * const a = graph.constant(Float32Array.of(1, 2), [2]);
 * const b = graph.constant(Float32Array.of(1), [1]);
 * const [y] = evaluate(graph, [sub(a, b)], new Map());
 * assertEquals([...y], [0, 1]);
 * ```
 */
export function sub(a: Tensor, b: Tensor): Tensor {
  return a.graph.apply(subOp, [a, b], {});
}
