import type { NoAttributes } from "../attribute_kinds.ts";
import type { Op, Tensor } from "../graph.ts";
import { log as logOf } from "../elementary.ts";
import { div } from "./div.ts";
import { mapValues, sameType } from "./pointwise.ts";

// y = ln x      dL/dx = dL/dy / x
export const logOp: Op<"log", NoAttributes> = {
  name: "log",
  attributes: {},
  type: sameType("log"),
  reference: ([x]) => mapValues(x, logOf),
  derivative: ({ inputs: [x] }, dY) => [div(dY, x)],
};

/** Natural logarithm of each element. */
export function log(x: Tensor): Tensor {
  return x.graph.apply(logOp, [x], {});
}
