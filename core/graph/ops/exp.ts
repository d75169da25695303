import type { Op, Tensor } from "../tensor.ts";
import { exp as expOf } from "../elementary.ts";
import { mul } from "./mul.ts";
import { mapValues, sameType } from "./pointwise.ts";

// y = e^x      dL/dx = dL/dy * y
export const expOp: Op<null> = {
  name: "exp",
  type: sameType("exp"),
  reference: ([x]) => mapValues(x, expOf),
  derivative: (y, dY) => [mul(dY, y)],
};

/** e to the power of each element. */
export function exp(x: Tensor): Tensor {
  return x.graph.apply(expOp, [x], null);
}
