import { requireShape } from "../shape_error.ts";
import type { Op, Tensor } from "../graph.ts";
import { allocate } from "../tensor_type.ts";
import { linesOf, requireAxis } from "./strided.ts";

/** Number of classes, and the place of their axis in the result. */
export interface OneHotAttributes {
  /** Size of the new axis. */
  readonly depth: number;
  /** Where the new axis stands in the result. */
  readonly axis: number;
}

// y[..., k, ...] = codes[..., ...] == k ? 1 : 0      no gradient
export const oneHotOp: Op<"one_hot", OneHotAttributes> = {
  name: "one_hot",
  attributes: { depth: "integer", axis: "integer" },
  type: (inputs, { depth, axis }) => {
    const [codes] = inputs;
    requireShape(
      inputs.length === 1 && codes.dtype === "u32" && depth >= 1,
      "one_hot",
      `codes to be u32 and depth ${depth} positive`,
      inputs,
    );
    requireAxis("one_hot", axis, codes.shape.length + 1, inputs);
    return { shape: codes.shape.toSpliced(axis, 0, depth), dtype: "f32" };
  },
  reference: ([codes], y) => {
    const { outer, length, inner } = linesOf(y.shape, y.attributes.axis);
    const result = allocate(y);
    for (let o = 0; o < outer; o++) {
      for (let i = 0; i < inner; i++) {
        const code = codes[o * inner + i];
        if (code < length) result[(o * length + code) * inner + i] = 1;
      }
    }
    return result;
  },
};

/**
 * 1 at each code of a new axis, else 0; a code outside [0, depth) gives zeros only.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { evaluate, Graph, oneHot } from "@tessera/tessera";
 *
 * const graph = new Graph();
 * const codes = graph.constant(Uint32Array.of(2), [1]);
 * const [y] = evaluate(graph, [oneHot(codes, { depth: 3, axis: 1 })], new Map());
 * assertEquals([...y], [0, 0, 1]);
 * ```
 */
export function oneHot(codes: Tensor, attributes: OneHotAttributes): Tensor {
  return codes.graph.apply(oneHotOp, [codes], attributes);
}
