import { threefry2x32 } from "../../random/threefry.ts";
import { requireShape } from "../shape_error.ts";
import type { Op, Tensor } from "../graph.ts";

/** The fraction of elements to drop, in (0, 1), and a number that differs between the dropouts of one step. */
export interface DropoutAttributes {
  /** Share of the elements that becomes 0, in [0, 1). */
  readonly rate: number;
  /** Another number for each dropout of a graph: their masks are then independent. */
  readonly salt: number;
}

// y[i] = threefry(key, (i, salt)).first < floor((1 - rate) 2^32) ? x[i] / (1 - rate) : 0
// dL/dx = the same mask and factor on dL/dy
export const dropoutOp: Op<"dropout", DropoutAttributes> = {
  name: "dropout",
  attributes: { rate: "number", salt: "integer" },
  type: (inputs, { rate }) => {
    const [x, key] = inputs;
    requireShape(
      inputs.length === 2 && x.dtype === "f32" && key.dtype === "u32" &&
        String(key.shape) === "2" && rate > 0 && rate < 1,
      "dropout",
      `x to be f32, key u32 [2] and rate ${rate} in (0, 1)`,
      inputs,
    );
    return { shape: x.shape, dtype: "f32" };
  },
  reference: ([x, key], { attributes: { rate, salt } }) => {
    const limit = Math.floor((1 - rate) * 2 ** 32);
    const factor = Math.fround(1 / (1 - rate));
    const words = new Uint32Array(2);
    const y = new Float32Array(x.length);
    for (let i = 0; i < x.length; i++) {
      threefry2x32(key[0], key[1], i, salt, words);
      if (words[0] < limit) y[i] = x[i] * factor;
    }
    return y;
  },
  derivative: ({ inputs: [, key], attributes }, dY) => [dropout(dY, key, attributes), undefined],
};

/**
 * Zeroes a random fraction of the elements and scales up the rest.
 *
 * @param key `[2]` u32, new at every step.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { dropout, evaluate, Graph } from "@tessera/tessera";
 *
 * const graph = new Graph();
 * const x = graph.constant(Float32Array.of(1, 1, 1, 1), [4]);
 * const key = graph.constant(Uint32Array.of(7, 9), [2]);
 * const half = dropout(x, key, { rate: 0.5, salt: 0 });
 * const [y] = evaluate(graph, [half], new Map());
 * assertEquals(y.every((value) => value === 0 || value === 2), true);
 * ```
 */
export function dropout(x: Tensor, key: Tensor, attributes: DropoutAttributes): Tensor {
  return x.graph.apply(dropoutOp, [x, key], attributes);
}
