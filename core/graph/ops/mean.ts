import type { Tensor } from "../graph.ts";
import { sizeOf } from "../tensor_type.ts";
import { reduceSum } from "./reduce_sum.ts";
import { scale } from "./scale.ts";

/**
 * Average over `axes` (all axes if left out).
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { evaluate, Graph, mean } from "@tessera/tessera";
 *
 * const graph = new Graph();
 * const x = graph.constant(Float32Array.of(1, 2, 3, 6), [2, 2]);
 * const [y] = evaluate(graph, [mean(x, { axes: [1] })], new Map());
 * assertEquals([...y], [1.5, 4.5]);
 * ```
 */
export function mean(
  x: Tensor,
  { axes = x.shape.map((_, axis) => axis), keepDims = false }: {
    axes?: readonly number[];
    keepDims?: boolean;
  } = {},
): Tensor {
  const count = sizeOf(axes.map((axis) => x.shape[axis]));
  return scale(reduceSum(x, { axes, keepDims }), { factor: 1 / count });
}
