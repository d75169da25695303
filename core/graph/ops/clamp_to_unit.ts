import type { Tensor } from "../graph.ts";
import { relu } from "./relu.ts";
import { scale } from "./scale.ts";

/** Limits each element to [0, 1], as 1 - relu(1 - relu(x)). */
export function clampToUnit(x: Tensor): Tensor {
  const below = relu(scale(relu(x), { factor: -1, offset: 1 }));
  return scale(below, { factor: -1, offset: 1 });
}
