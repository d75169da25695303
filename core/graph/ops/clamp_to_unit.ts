import type { Tensor } from "../graph.ts";
import { relu } from "./relu.ts";
import { scale } from "./scale.ts";

/**
 * Limits each element to [0, 1], as 1 - relu(1 - relu(x)).
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { clampToUnit, evaluate, Graph } from "@tessera/tessera";
 *
 * const graph = new Graph();
 * const x = graph.constant(Float32Array.of(-1, 0.5, 3), [3]);
 * const [y] = evaluate(graph, [clampToUnit(x)], new Map());
 * assertEquals([...y], [0, 0.5, 1]);
 * ```
 */
export function clampToUnit(x: Tensor): Tensor {
  const below = relu(scale(relu(x), { factor: -1, offset: 1 }));
  return scale(below, { factor: -1, offset: 1 });
}
