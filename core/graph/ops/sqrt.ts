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

/** Square root of each element. */
export function sqrt(x: Tensor): Tensor {
  return x.graph.apply(sqrtOp, [x], {});
}
