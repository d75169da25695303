import type { NoAttributes } from "../attribute_kinds.ts";
import type { Op, Tensor } from "../graph.ts";
import { allocate } from "../tensor_type.ts";
import { broadcastType } from "./pointwise.ts";
import { broadcastIndices } from "./strided.ts";
import { sumTo } from "./reduce_sum.ts";

// y = condition != 0 ? a : b      dL/da = condition != 0 ? dL/dy : 0      dL/db = condition != 0 ? 0 : dL/dy
export const selectOp: Op<"select", NoAttributes> = {
  name: "select",
  attributes: {},
  type: broadcastType("select", 3),
  reference: (values, y) => {
    const [c, a, b] = y.inputs.map(({ shape }) => broadcastIndices(shape, y.shape));
    const result = allocate(y);
    for (let i = 0; i < result.length; i++) {
      result[i] = values[0][c[i]] !== 0 ? values[1][a[i]] : values[2][b[i]];
    }
    return result;
  },
  derivative: ({ inputs: [condition, a, b], graph }, dY) => {
    const zero = graph.constant(new Float32Array(1), []);
    return [
      undefined,
      sumTo(select(condition, dY, zero), a.shape),
      sumTo(select(condition, zero, dY), b.shape),
    ];
  },
};

/**
 * `a` where the f32 condition is not 0, else `b`; shapes broadcasting as in NumPy.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { evaluate, Graph, select } from "@tessera/tessera";
 *
 * const graph = new Graph();
 * const condition = graph.constant(Float32Array.of(1, 0), [2]);
 * const a = graph.constant(Float32Array.of(5, 5), [2]);
 * const b = graph.constant(Float32Array.of(7, 7), [2]);
 * const [y] = evaluate(graph, [select(condition, a, b)], new Map());
 * assertEquals([...y], [5, 7]);
 * ```
 */
export function select(condition: Tensor, a: Tensor, b: Tensor): Tensor {
  return condition.graph.apply(selectOp, [condition, a, b], {});
}
