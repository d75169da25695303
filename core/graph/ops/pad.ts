import { requireShape } from "../shape_error.ts";
import type { Op, Tensor } from "../graph.ts";
import { allocate, stridesOf } from "../tensor_type.ts";
import { slice } from "./slice.ts";
import { stridedIndices } from "./strided.ts";

/** Number of zeros before and after, per axis. */
export interface PadAttributes {
  /** Zeros before x along each axis. */
  readonly before: readonly number[];
  /** Zeros behind x along each axis. */
  readonly after: readonly number[];
}

// y[c] = x[c - before], 0 outside x      dL/dx[c] = dL/dy[before + c]
export const padOp: Op<"pad", PadAttributes> = {
  name: "pad",
  attributes: { before: "integers", after: "integers" },
  type: (inputs, { before, after }) => {
    const [x] = inputs;
    requireShape(
      inputs.length === 1 && x.dtype === "f32" && before.length === x.shape.length &&
        after.length === x.shape.length && [...before, ...after].every((count) => count >= 0),
      "pad",
      `x to be f32 and take [${before.join(", ")}] before and [${after.join(", ")}] after`,
      inputs,
    );
    return { shape: x.shape.map((side, axis) => before[axis] + side + after[axis]), dtype: "f32" };
  },
  reference: ([x], y) => {
    const strides = stridesOf(y.shape);
    const start = y.attributes.before.reduce((sum, count, axis) => sum + count * strides[axis], 0);
    const places = stridedIndices(y.inputs[0].shape, strides, start);
    const result = allocate(y);
    for (let i = 0; i < places.length; i++) result[places[i]] = x[i];
    return result;
  },
  derivative: ({ inputs: [x], attributes: { before } }, dY) => [
    slice(dY, { starts: before, sizes: x.shape }),
  ],
};

/**
 * Surrounds x with zeros.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { evaluate, Graph, pad } from "@tessera/tessera";
 *
 * const graph = new Graph();
 * const x = graph.constant(Float32Array.of(1, 2), [2]);
 * const [y] = evaluate(graph, [pad(x, { before: [1], after: [0] })], new Map());
 * assertEquals([...y], [0, 1, 2]);
 * ```
 */
export function pad(x: Tensor, attributes: PadAttributes): Tensor {
  return x.graph.apply(padOp, [x], attributes);
}
