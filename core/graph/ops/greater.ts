import type { NoAttributes } from "../attribute_kinds.ts";
import type { Op, Tensor } from "../graph.ts";
import { broadcastType, zipValues } from "./pointwise.ts";

// y = a > b ? 1 : 0      no gradient
export const greaterOp: Op<"greater", NoAttributes> = {
  name: "greater",
  attributes: {},
  type: broadcastType("greater", 2),
  reference: ([a, b], { inputs, shape }) =>
    zipValues(
      [{ values: a, shape: inputs[0].shape }, { values: b, shape: inputs[1].shape }],
      shape,
      (a, b) => a > b ? 1 : 0,
    ),
};

/**
 * 1 where a > b, else 0; shapes broadcasting as in NumPy.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { evaluate, Graph, greater } from "@tessera/tessera";
 *
 * const graph = new Graph();
 * const a = graph.constant(Float32Array.of(1, 2), [2]);
 * const b = graph.constant(Float32Array.of(1), [1]);
 * const [y] = evaluate(graph, [greater(a, b)], new Map());
 * assertEquals([...y], [0, 1]);
 * ```
 */
export function greater(a: Tensor, b: Tensor): Tensor {
  return a.graph.apply(greaterOp, [a, b], {});
}
