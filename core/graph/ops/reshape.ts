import { requireShape } from "../shape_error.ts";
import type { Op, Tensor } from "../graph.ts";
import { type Shape, sizeOf } from "../tensor_type.ts";

// y[i] = x[i] in row-major order      dL/dx[i] = dL/dy[i]
export const reshapeOp: Op<"reshape", { readonly shape: Shape }> = {
  name: "reshape",
  attributes: { shape: "sides" },
  type: (inputs, { shape }) => {
    const [x] = inputs;
    requireShape(
      inputs.length === 1 && sizeOf(shape) === sizeOf(x.shape),
      "reshape",
      `x to fill [${shape.join(", ")}]`,
      inputs,
    );
    return { shape, dtype: x.dtype };
  },
  reference: ([x]) => x,
  derivative: ({ inputs: [x] }, dY) => [reshape(dY, x.shape)],
};

/**
 * The same elements in another shape (f32 or u32).
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Graph, reshape } from "@tessera/tessera";
 *
 * const x = new Graph().input("x", [2, 3]);
 * assertEquals(reshape(x, [3, 2]).shape, [3, 2]);
 * ```
 */
export function reshape(x: Tensor, shape: Shape): Tensor {
  return String(shape) === String(x.shape) ? x : x.graph.apply(reshapeOp, [x], { shape });
}
