import type { NoAttributes } from "../attribute_kinds.ts";
import type { Op, Tensor } from "../graph.ts";
import { tanh as tanhOf } from "../elementary.ts";
import { mul } from "./mul.ts";
import { mapValues, sameType } from "./pointwise.ts";
import { scale } from "./scale.ts";

// y = tanh(x)      dL/dx = dL/dy * (1 - y^2)
export const tanhOp: Op<"tanh", NoAttributes> = {
  name: "tanh",
  attributes: {},
  type: sameType("tanh"),
  reference: ([x]) => mapValues(x, tanhOf),
  derivative: (y, dY) => [mul(dY, scale(mul(y, y), { factor: -1, offset: 1 }))],
};

/**
 * Hyperbolic tangent of each element.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { evaluate, Graph, tanh } from "@tessera/tessera";
 *
 * const graph = new Graph();
 * const x = graph.constant(Float32Array.of(0), [1]);
 * const [y] = evaluate(graph, [tanh(x)], new Map());
 * assertEquals([...y], [0]);
 * ```
 */
export function tanh(x: Tensor): Tensor {
  return x.graph.apply(tanhOp, [x], {});
}
