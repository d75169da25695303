import type { NoAttributes } from "../attribute_kinds.ts";
import type { Op, Tensor } from "../graph.ts";
import { div } from "./div.ts";
import { mapValues, sameType } from "./pointwise.ts";
import { scale } from "./scale.ts";

// y = x^(1/2)      dL/dx = dL/dy / (2 y)
export const sqrtOp: Op<"sqrt", NoAttributes> = {
  name: "sqrt",
  attributes: {},
  type: sameType("sqrt"),
  reference: ([x]) => mapValues(x, Math.sqrt),
  derivative: (y, dY) => [div(scale(dY, { factor: 0.5 }), y)],
};

/**
 * Square root of each element.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { evaluate, Graph, sqrt } from "@tessera/tessera";
 *
 * const graph = new Graph();
 * const x = graph.constant(Float32Array.of(9), [1]);
 * const [y] = evaluate(graph, [sqrt(x)], new Map());
 * assertEquals([...y], [3]);
 * ```
 */
export function sqrt(x: Tensor): Tensor {
  return x.graph.apply(sqrtOp, [x], {});
}
