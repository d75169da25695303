import { launchMatmul } from "../executors/webgpu/kernels/matmul.ts";
import type { KernelProblem } from "./kernel_problem.ts";

const SIDES = [256, 512, 1024];

/** Products of square matrices y = x w, and both of their gradients. */
export const GEMMS: readonly KernelProblem[] = SIDES.flatMap((side) => {
  const sizes = { m: side, n: side, k: side };
  const square = side * side;
  const words = { x: square, w: square, y: square };
  const problem = { flop: 2 * side * square, words };
  return [
    {
      ...problem,
      name: `gemm ${side} forward`,
      launch: (r, { x, w, y }) => launchMatmul(r, { ...sizes, a: x, b: w, out: y }),
    },
    {
      ...problem,
      name: `gemm ${side} input gradient`,
      launch: (r, { x, w, y }) =>
        launchMatmul(r, { ...sizes, a: y, b: w, transposeB: true, out: x }),
    },
    {
      ...problem,
      name: `gemm ${side} weight gradient`,
      launch: (r, { x, w, y }) =>
        launchMatmul(r, { ...sizes, a: x, b: y, transposeA: true, out: w }),
    },
  ] satisfies KernelProblem[];
});
