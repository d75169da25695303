import type { Tensor } from "../graph.ts";
import { scale } from "./scale.ts";

/**
 * -x.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { evaluate, Graph, neg } from "@tessera/tessera";
 *
 * const graph = new Graph();
 * const x = graph.constant(Float32Array.of(1, -2), [2]);
 * const [y] = evaluate(graph, [neg(x)], new Map());
 * assertEquals([...y], [-1, 2]);
 * ```
 */
export function neg(x: Tensor): Tensor {
  return scale(x, { factor: -1 });
}
