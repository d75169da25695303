import type { NoAttributes } from "../attribute_kinds.ts";
import { sigmoid as sigmoidOf } from "../elementary.ts";
import type { Op, Tensor } from "../graph.ts";
import { mapValues, sameType } from "./pointwise.ts";
import { mul } from "./mul.ts";
import { scale } from "./scale.ts";

// y = 1 / (1 + e^-x)      dL/dx = dL/dy * y * (1 - y)
export const sigmoidOp: Op<"sigmoid", NoAttributes> = {
  name: "sigmoid",
  attributes: {},
  type: sameType("sigmoid"),
  reference: ([x]) => mapValues(x, sigmoidOf),
  derivative: (y, dY) => [mul(dY, mul(y, scale(y, { factor: -1, offset: 1 })))],
};

/**
 * Logistic function of each element.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { evaluate, Graph, sigmoid } from "@tessera/tessera";
 *
 * const graph = new Graph();
 * const x = graph.constant(Float32Array.of(0), [1]);
 * const [y] = evaluate(graph, [sigmoid(x)], new Map());
 * assertEquals([...y], [0.5]);
 * ```
 */
export function sigmoid(x: Tensor): Tensor {
  return x.graph.apply(sigmoidOp, [x], {});
}
