import type { NoAttributes } from "../attribute_kinds.ts";
import type { Op, Tensor } from "../graph.ts";
import { broadcastType, zipValues } from "./pointwise.ts";
import { sumTo } from "./reduce_sum.ts";

// y = a * b      dL/da = dL/dy * b      dL/db = dL/dy * a, summed over broadcast axes
export const mulOp: Op<"mul", NoAttributes> = {
  name: "mul",
  attributes: {},
  type: broadcastType("mul", 2),
  reference: ([a, b], { inputs, shape }) =>
    zipValues(
      [{ values: a, shape: inputs[0].shape }, { values: b, shape: inputs[1].shape }],
      shape,
      (a, b) => a * b,
    ),
  derivative: ({ inputs: [a, b] }, dY) => [sumTo(mul(dY, b), a.shape), sumTo(mul(dY, a), b.shape)],
};

/**
 * Product, shapes broadcasting as in NumPy.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { evaluate, Graph, mul } from "@tessera/tessera";
 *
 * const graph = new Graph();
 * const a = graph.constant(Float32Array.of(1, 2), [2]);
 * const b = graph.constant(Float32Array.of(3), [1]);
 * const [y] = evaluate(graph, [mul(a, b)], new Map());
 * assertEquals([...y], [3, 6]);
 * ```
 */
export function mul(a: Tensor, b: Tensor): Tensor {
  return a.graph.apply(mulOp, [a, b], {});
}
