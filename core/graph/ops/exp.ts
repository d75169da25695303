import type { NoAttributes } from "../attribute_kinds.ts";
import type { Op, Tensor } from "../graph.ts";
import { exp as expOf } from "../elementary.ts";
import { mul } from "./mul.ts";
import { mapValues, sameType } from "./pointwise.ts";

// y = e^x      dL/dx = dL/dy * y
export const expOp: Op<"exp", NoAttributes> = {
  name: "exp",
  attributes: {},
  type: sameType("exp"),
  reference: ([x]) => mapValues(x, expOf),
  derivative: (y, dY) => [mul(dY, y)],
};

/**
 * e to the power of each element.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { evaluate, exp, Graph } from "@tessera/tessera";
 *
 * const graph = new Graph();
 * const x = graph.constant(Float32Array.of(0), [1]);
 * const [y] = evaluate(graph, [exp(x)], new Map());
 * assertEquals([...y], [1]);
 * ```
 */
export function exp(x: Tensor): Tensor {
  return x.graph.apply(expOp, [x], {});
}
