import type { NoAttributes } from "../attribute_kinds.ts";
import type { Op, Tensor } from "../graph.ts";
import { broadcastType, zipValues } from "./pointwise.ts";
import { sumTo } from "./sum_to.ts";

// y = a + b      dL/da = dL/dy      dL/db = dL/dy, summed over broadcast axes
export const addOp: Op<"add", NoAttributes> = {
  name: "add",
  attributes: {},
  type: broadcastType("add", 2),
  reference: ([a, b], { inputs, shape }) =>
    zipValues(
      [{ values: a, shape: inputs[0].shape }, { values: b, shape: inputs[1].shape }],
      shape,
      (a, b) => a + b,
    ),
  derivative: ({ inputs: [a, b] }, dY) => [sumTo(dY, a.shape), sumTo(dY, b.shape)],
};

/** Sum, shapes broadcasting as in NumPy. */
export function add(a: Tensor, b: Tensor): Tensor {
  return a.graph.apply(addOp, [a, b], {});
}
