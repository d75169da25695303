import type { NoAttributes } from "../attribute_kinds.ts";
import { requireShape } from "../shape_error.ts";
import type { Op, Tensor } from "../graph.ts";
import { matmul } from "./matmul.ts";
import { oneHot } from "./one_hot.ts";
import { reshape } from "./reshape.ts";

// y[s, d] = table[codes[s], d]      dL/dtable = one_hot(codes)^T dL/dy
export const embeddingOp: Op<"embedding", NoAttributes> = {
  name: "embedding",
  attributes: {},
  type: (inputs) => {
    const [table, codes] = inputs;
    requireShape(
      inputs.length === 2 && table.dtype === "f32" && table.shape.length === 2 &&
        codes.dtype === "u32",
      "embedding",
      "an f32 table [k, d] and u32 codes",
      inputs,
    );
    return { shape: [...codes.shape, table.shape[1]], dtype: "f32" };
  },
  reference: ([table, codes], { inputs, size }) => {
    const [k, d] = inputs[0].shape;
    const y = new Float32Array(size);
    for (let i = 0; i < codes.length; i++) {
      if (codes[i] >= k) {
        throw new RangeError(
          `Cannot read embedding: expected codes to be below ${k}, got ${codes[i]}`,
        );
      }
      for (let j = 0; j < d; j++) y[i * d + j] = table[codes[i] * d + j];
    }
    return y;
  },
  derivative: ({ inputs: [table, codes] }, dY) => {
    const [k, d] = table.shape;
    const rows = oneHot(reshape(codes, [codes.size]), { depth: k, axis: 1 });
    return [matmul(rows, reshape(dY, [codes.size, d]), { transposeA: true }), undefined];
  },
};

/**
 * Rows of a table.
 *
 * @param table `[k, d]` f32.
 * @param codes `[...s]` u32 in `[0, k)`.
 * @returns `[...s, d]`.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { embedding, evaluate, Graph } from "@tessera/tessera";
 *
 * const graph = new Graph();
 * const table = graph.constant(Float32Array.of(1, 2, 3, 4), [2, 2]);
 * const codes = graph.constant(Uint32Array.of(1), [1]);
 * const [y] = evaluate(graph, [embedding(table, codes)], new Map());
 * assertEquals([...y], [3, 4]);
 * ```
 */
export function embedding(table: Tensor, codes: Tensor): Tensor {
  return table.graph.apply(embeddingOp, [table, codes], {});
}
