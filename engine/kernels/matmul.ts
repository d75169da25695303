import { type BufferRef, read, type Recorder, write } from "./kernel.ts";
import { tiledKernel, type TiledSources } from "./tiled_kernel.ts";
import subgroup from "./matmul_subgroup.wgsl" with { type: "text" };
import workgroup from "./matmul_workgroup.wgsl" with { type: "text" };

const SOURCES: TiledSources = { entryPoint: "matmul", subgroup, workgroup };

export interface Matmul {
  /** `[batch, m, k]`, or `[batch, k, m]` with `transposeA`. */
  readonly a: BufferRef;
  /** `[batch, k, n]`, or `[batch, n, k]` with `transposeB`. */
  readonly b: BufferRef;
  /** `[n]`. */
  readonly bias?: BufferRef;
  /** Receives `[batch, m, n]`. */
  readonly out: BufferRef;
  readonly batch?: number;
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
}

/** Records out[b, m, n] = bias[n] + sum over k of A[b, m, k] * B[b, k, n]. */
export function launchMatmul(r: Recorder, product: Matmul): void {
  const { a, b, out, bias, batch = 1, m, n, k, transposeA = false, transposeB = false } = product;
  const { kernel, side } = tiledKernel(r, SOURCES);
  const tiles = Math.ceil(m / side);
  const most = r.limits.maxComputeWorkgroupsPerDimension;
  for (let first = 0; first < tiles; first += most) {
    r.dispatch({
      kernel,
      bindings: [read(a), read(b), read(bias ?? b), write(out)],
      uniforms: [
        ...[m, n, k, first],
        ...(transposeA ? [1, m] : [k, 1]),
        m * k,
        ...(transposeB ? [1, k] : [n, 1]),
        k * n,
        bias ? 1 : 0,
      ],
      workgroups: [Math.min(most, tiles - first), Math.ceil(n / side), batch],
    });
  }
}
