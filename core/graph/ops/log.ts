import type { NoAttributes } from "../attribute_kinds.ts";
import type { Op, Tensor } from "../graph.ts";
import { log as logOf } from "../elementary.ts";
import { div } from "./div.ts";
import { mapValues, sameType } from "./pointwise.ts";

// y = ln x      dL/dx = dL/dy / x
export const logOp: Op<"log", NoAttributes> = {
  name: "log",
  attributes: {},
  type: sameType("log"),
  reference: ([x]) => mapValues(x, logOf),
  derivative: ({ inputs: [x] }, dY) => [div(dY, x)],
};

/**
 * Natural logarithm of each element.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { evaluate, Graph, log } from "@tessera/tessera";
 *
 * const graph = new Graph();
 * const x = graph.constant(Float32Array.of(1), [1]);
 * const [y] = evaluate(graph, [log(x)], new Map());
 * assertEquals([...y], [0]);
 * ```
 */
export function log(x: Tensor): Tensor {
  return x.graph.apply(logOp, [x], {});
}
