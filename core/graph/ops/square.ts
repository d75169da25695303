import type { Tensor } from "../graph.ts";
import { mul } from "./mul.ts";

/** x * x. */
export function square(x: Tensor): Tensor {
  return mul(x, x);
}
