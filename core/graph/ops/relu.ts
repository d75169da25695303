import type { NoAttributes } from "../attribute_kinds.ts";
import type { Op, Tensor } from "../graph.ts";
import { greater } from "./greater.ts";
import { mul } from "./mul.ts";
import { mapValues, sameType } from "./pointwise.ts";

// y = max(x, 0)      dL/dx = dL/dy * (y > 0)
export const reluOp: Op<"relu", NoAttributes> = {
  name: "relu",
  attributes: {},
  type: sameType("relu"),
  reference: ([x]) => mapValues(x, (value) => value < 0 ? 0 : value),
  derivative: (y, dY) => [mul(dY, greater(y, y.graph.constant(new Float32Array(1), [])))],
};

/**
 * Positive part of each element.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { evaluate, Graph, relu } from "@tessera/tessera";
 *
 * const graph = new Graph();
 * const x = graph.constant(Float32Array.of(-1, 2), [2]);
 * const [y] = evaluate(graph, [relu(x)], new Map());
 * assertEquals([...y], [0, 2]);
 * ```
 */
export function relu(x: Tensor): Tensor {
  return x.graph.apply(reluOp, [x], {});
}
