import { requireShape } from "../shape_error.ts";
import type { Op, Tensor } from "../graph.ts";
import type { Shape, Values } from "../tensor_type.ts";

/** Which operands are read with their last two axes swapped. */
export interface MatmulAttributes {
  /** Whether `a` is stored as `[k, m]`. */
  readonly transposeA: boolean;
  /** Whether `b` is stored as `[n, k]`. */
  readonly transposeB: boolean;
}

// y[m, n] = sum over k of a[m, k] b[k, n]      dL/da = dL/dy b^T      dL/db = a^T dL/dy
export const matmulOp: Op<"matmul", MatmulAttributes> = {
  name: "matmul",
  attributes: { transposeA: "boolean", transposeB: "boolean" },
  type: (inputs, attributes) => {
    const [a, b] = inputs;
    const rank = a?.shape.length;
    requireShape(
      inputs.length === 2 && a.dtype === "f32" && b.dtype === "f32" &&
        (rank === 2 || rank === 3) && b.shape.length === rank,
      "matmul",
      "a and b to be f32, both of rank 2 or both of rank 3",
      inputs,
    );
    const { batch, m, n, k, innerB, batchB } = sizes([a.shape, b.shape], attributes);
    requireShape(k === innerB && batch === batchB, "matmul", "inner sides to agree", inputs);
    return { shape: rank === 3 ? [batch, m, n] : [m, n], dtype: "f32" };
  },
  reference: ([a, b], { size, inputs, attributes }) => {
    const { batch, m, n, k } = sizes([inputs[0].shape, inputs[1].shape], attributes);
    const y = new Float32Array(size);
    const sums = new Float64Array(n);
    for (let i = 0; i < batch; i++) {
      const left = rows(a, { start: i * m * k, m, n: k, swapped: attributes.transposeA });
      const right = rows(b, { start: i * k * n, m: k, n, swapped: attributes.transposeB });
      for (let row = 0; row < m; row++) {
        sums.fill(0);
        for (let inner = 0; inner < k; inner++) {
          const factor = left[row * k + inner];
          for (let column = 0, at = inner * n; column < n; column++) {
            sums[column] += factor * right[at++];
          }
        }
        y.set(sums, (i * m + row) * n);
      }
    }
    return y;
  },
  derivative: ({ inputs: [a, b], attributes: { transposeA: ta, transposeB: tb } }, dY) => [
    ta ? matmul(b, dY, { transposeA: tb, transposeB: true }) : matmul(dY, b, { transposeB: !tb }),
    tb ? matmul(dY, a, { transposeA: true, transposeB: ta }) : matmul(a, dY, { transposeA: !ta }),
  ],
};

function sizes(
  [a, b]: readonly [Shape, Shape],
  { transposeA, transposeB }: MatmulAttributes,
): { batch: number; m: number; n: number; k: number; innerB: number; batchB: number } {
  const [m, k] = transposeA ? [a.at(-1)!, a.at(-2)!] : [a.at(-2)!, a.at(-1)!];
  const [innerB, n] = transposeB ? [b.at(-1)!, b.at(-2)!] : [b.at(-2)!, b.at(-1)!];
  return { batch: a.at(-3) ?? 1, m, n, k, innerB, batchB: b.at(-3) ?? 1 };
}

/** The matrix [m, n] that starts at `start`, in row-major f64; stored as [n, m] if `swapped`. */
function rows(
  x: Values,
  { start, m, n, swapped }: { start: number; m: number; n: number; swapped: boolean },
): Float64Array {
  const result = new Float64Array(m * n);
  for (let i = 0, at = 0; i < m; i++) {
    for (let j = 0; j < n; j++) result[at++] = x[start + (swapped ? j * m + i : i * n + j)];
  }
  return result;
}

/**
 * Matrix product of `[m, k]` and `[k, n]`, or of batches `[b, m, k]` and `[b, k, n]`.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { evaluate, Graph, matmul } from "@tessera/tessera";
 *
 * const graph = new Graph();
 * const a = graph.constant(Float32Array.of(1, 2), [1, 2]);
 * const b = graph.constant(Float32Array.of(3, 4), [2, 1]);
 * const [y] = evaluate(graph, [matmul(a, b)], new Map());
 * assertEquals([...y], [11]);
 * ```
 */
export function matmul(
  a: Tensor,
  b: Tensor,
  { transposeA = false, transposeB = false }: Partial<MatmulAttributes> = {},
): Tensor {
  return a.graph.apply(matmulOp, [a, b], { transposeA, transposeB });
}
