import type { NoAttributes } from "../attribute_kinds.ts";
import type { Op, Tensor } from "../graph.ts";
import { sameType } from "./pointwise.ts";

// y = x      dL/dx = 0
export const stopGradientOp: Op<"stop_gradient", NoAttributes> = {
  name: "stop_gradient",
  attributes: {},
  type: sameType("stop_gradient"),
  reference: ([x]) => x,
};

/**
 * The same values, through which no gradient flows.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { differentiate, evaluate, Graph, mul, stopGradient } from "@tessera/tessera";
 *
 * const graph = new Graph();
 * const x = graph.constant(Float32Array.of(3), [1]);
 * const loss = mul(x, stopGradient(x)); // The second factor counts as a constant.
 * const [dX] = evaluate(graph, differentiate(graph, loss, [x]), new Map());
 * assertEquals([...dX], [3]);
 * ```
 */
export function stopGradient(x: Tensor): Tensor {
  return x.graph.apply(stopGradientOp, [x], {});
}
