import type { Op, Tensor } from "../graph.ts";
import { mapValues, sameType } from "./pointwise.ts";

/** Two finite numbers. */
export interface ScaleAttributes {
  readonly factor: number;
  readonly offset: number;
}

// y = factor * x + offset      dL/dx = factor * dL/dy
export const scaleOp: Op<"scale", ScaleAttributes> = {
  name: "scale",
  attributes: { factor: "number", offset: "number" },
  type: sameType("scale"),
  reference: ([x], { attributes: { factor, offset } }) =>
    mapValues(x, (value) => factor * value + offset),
  derivative: ({ attributes: { factor } }, dY) => [scale(dY, { factor })],
};

/**
 * Multiplies by a number, then adds one.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { evaluate, Graph, scale } from "@tessera/tessera";
 *
 * const graph = new Graph();
 * const x = graph.constant(Float32Array.of(1, 2), [2]);
 * const [y] = evaluate(graph, [scale(x, { factor: 10, offset: 1 })], new Map());
 * assertEquals([...y], [11, 21]);
 * ```
 */
export function scale(
  x: Tensor,
  { factor = 1, offset = 0 }: { factor?: number; offset?: number },
): Tensor {
  return x.graph.apply(scaleOp, [x], { factor, offset });
}
