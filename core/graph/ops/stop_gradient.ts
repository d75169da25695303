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

/** The same values, through which no gradient flows. */
export function stopGradient(x: Tensor): Tensor {
  return x.graph.apply(stopGradientOp, [x], {});
}
