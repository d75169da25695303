import type { NoAttributes } from "../attribute_kinds.ts";
import type { Op, Tensor } from "../graph.ts";
import { broadcastType, zipValues } from "./pointwise.ts";
import { sumTo } from "./reduce_sum.ts";

// y = a + b      dL/da = dL/dy      dL/db = dL/dy, summed over broadcast axes
export const addOp: Op<"add", NoAttributes> = {
  name: "add",
  attributes: {},
  type: broadcastType("add", 2),
  reference: ([a, b], { inputs, shape }) =>
    zipValues(
      [{ values: a, shape: inputs[0].shape }, { values: b, shape: inputs[1].shape }],
      shape,
      (a, b) => a + b,
    ),
  derivative: ({ inputs: [a, b] }, dY) => [sumTo(dY, a.shape), sumTo(dY, b.shape)],
};

/**
 * Sum, shapes broadcasting as in NumPy.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { add, evaluate, Graph } from "@tessera/tessera";
 *
 * const graph = new Graph();
 * const a = graph.constant(Float32Array.of(1, 2), [2]);
 * const b = graph.constant(Float32Array.of(10), [1]);
 * const [y] = evaluate(graph, [add(a, b)], new Map());
 * assertEquals([...y], [11, 12]);
 * ```
 */
export function add(a: Tensor, b: Tensor): Tensor {
  return a.graph.apply(addOp, [a, b], {});
}
