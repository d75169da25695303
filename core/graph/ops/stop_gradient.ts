import type { Op, Tensor } from "../tensor.ts";
import { sameType } from "./pointwise.ts";

// y = x      dL/dx = 0
export const stopGradientOp: Op<null> = {
  name: "stop_gradient",
  type: sameType("stop_gradient"),
  reference: ([x]) => x,
};

/** The same values, through which no gradient flows. */
export function stopGradient(x: Tensor): Tensor {
  return x.graph.apply(stopGradientOp, [x], null);
}
