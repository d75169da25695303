import { isOp } from "../../../../core/graph/mod.ts";
import { lowerAlongAxis } from "../../../../executors/wasm/pointwise/lower_along_axis.ts";
import {
  lowerPointwise,
  lowerTogether,
} from "../../../../executors/wasm/pointwise/lower_pointwise.ts";
import { lowerReduceSum } from "../../../../executors/wasm/pointwise/lower_reduce_sum.ts";
import { isPointwise } from "../../../../executors/wasm/pointwise/trace.ts";
import type { Lower } from "../../../support/run_lowered.ts";

/** Lowers all ops but the products. */
export const lowerOwn: Lower = (context, outputs) => {
  const [{ tensor, out }] = outputs;
  if (outputs.length > 1) lowerTogether(context, outputs);
  else if (isPointwise(tensor)) lowerPointwise(context, tensor, out);
  else if (isOp(tensor, "reduce_sum")) lowerReduceSum(context, tensor, out);
  else if (
    isOp(tensor, "softmax") || isOp(tensor, "log_softmax") || isOp(tensor, "cross_entropy") ||
    isOp(tensor, "argmin")
  ) lowerAlongAxis(context, tensor, out);
  else return false;
  return true;
};
