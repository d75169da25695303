import type { Tensor } from "../graph.ts";
import { mul } from "./mul.ts";

/**
 * x * x.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { evaluate, Graph, square } from "@tessera/tessera";
 *
 * const graph = new Graph();
 * const x = graph.constant(Float32Array.of(-3), [1]);
 * const [y] = evaluate(graph, [square(x)], new Map());
 * assertEquals([...y], [9]);
 * ```
 */
export function square(x: Tensor): Tensor {
  return mul(x, x);
}
