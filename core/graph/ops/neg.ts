import type { Tensor } from "../graph.ts";
import { scale } from "./scale.ts";

/** -x. */
export function neg(x: Tensor): Tensor {
  return scale(x, { factor: -1 });
}
