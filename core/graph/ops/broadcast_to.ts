import { requireShape } from "../shape_error.ts";
import type { Op, Tensor } from "../graph.ts";
import type { Shape } from "../tensor_type.ts";
import { broadcastShape } from "./pointwise.ts";
import { broadcastIndices, gather } from "./strided.ts";
import { sumTo } from "./reduce_sum.ts";

// y[..., c] = x[c, or 0 where x's side is 1]      dL/dx = dL/dy summed over the stretched axes
export const broadcastToOp: Op<"broadcast_to", { readonly shape: Shape }> = {
  name: "broadcast_to",
  attributes: { shape: "sides" },
  type: (inputs, { shape }) => {
    const [x] = inputs;
    requireShape(
      inputs.length === 1 && x.dtype === "f32" &&
        String(broadcastShape([x.shape, shape])) === String(shape),
      "broadcast_to",
      `x to be f32 and stretch to [${shape.join(", ")}]`,
      inputs,
    );
    return { shape, dtype: "f32" };
  },
  reference: ([x], y) => gather(x, broadcastIndices(y.inputs[0].shape, y.shape)),
  derivative: ({ inputs: [x] }, dY) => [sumTo(dY, x.shape)],
};

/**
 * Repeats x along axes that it lacks or where its side is 1.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { broadcastTo, evaluate, Graph } from "@tessera/tessera";
 *
 * const graph = new Graph();
 * const x = graph.constant(Float32Array.of(1, 2), [2, 1]);
 * const [y] = evaluate(graph, [broadcastTo(x, [2, 2])], new Map());
 * assertEquals([...y], [1, 1, 2, 2]);
 * ```
 */
export function broadcastTo(x: Tensor, shape: Shape): Tensor {
  return String(shape) === String(x.shape) ? x : x.graph.apply(broadcastToOp, [x], { shape });
}
