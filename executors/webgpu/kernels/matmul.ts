import { type BufferRef, read, type Recorder, write } from "./kernel.ts";
import { launchPackRows } from "./pack_rows.ts";
import { tiledKernel, type TiledSources } from "./tiled_kernel.ts";
import subgroup from "./matmul_subgroup.wgsl" with { type: "text" };
import packedSubgroup from "./matmul_packed_subgroup.wgsl" with { type: "text" };
import workgroup from "./matmul_workgroup.wgsl" with { type: "text" };

const SOURCES: TiledSources = { name: "matmul", entryPoint: "matmul", subgroup, workgroup };

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

/** Operands packed by tiles: worth the copies where each element is read by several tiles. */
const PACKED: TiledSources = { ...SOURCES, name: "matmul_packed", subgroup: packedSubgroup };

/** Rows and columns from which packing is worth it, unless a measurement says otherwise. */
const PACK_FROM = 192;

/** Records out[b, m, n] = bias[n] + sum over k of A[b, m, k] * B[b, k, n]. */
export function launchMatmul(r: Recorder, product: Matmul): void {
  const { batch = 1, m, n, k } = product;
  // The grid of a packing dispatch bounds k and the tiles of m and n.
  const fits = Math.max(m, n, 4 * k) <= r.limits.maxComputeWorkgroupsPerDimension;
  if (r.tiling === "subgroup" && batch === 1 && fits) {
    const packs = Math.min(m, n) >= PACK_FROM;
    const names = packs ? ["packed", "strided"] : ["strided", "packed"];
    if (r.variant(`matmul ${m} ${n} ${k}`, names) === "packed") return launchPacked(r, product);
  }
  launchStrided(r, product, batch);
}

/** Row and k stride of A, k and column stride of B. */
function strides({ m, n, k, transposeA, transposeB }: Matmul): { a: number[]; b: number[] } {
  return { a: transposeA ? [1, m] : [k, 1], b: transposeB ? [1, k] : [n, 1] };
}

function launchStrided(r: Recorder, product: Matmul, batch: number): void {
  const { a, b, out, bias, m, n, k } = product;
  const tile = tiledKernel(r, SOURCES, m);
  const stride = strides(product);
  const tiles = Math.ceil(m / tile.rows);
  const most = r.limits.maxComputeWorkgroupsPerDimension;
  for (let first = 0; first < tiles; first += most) {
    r.dispatch({
      kernel: tile.kernel,
      bindings: [read(a), read(b), read(bias ?? b), write(out)],
      uniforms: [m, n, k, first, ...stride.a, m * k, ...stride.b, k * n, bias ? 1 : 0],
      workgroups: [Math.min(most, tiles - first), Math.ceil(n / tile.columns), batch],
    });
  }
}

function launchPacked(r: Recorder, product: Matmul): void {
  const { a, b, out, bias, m, n, k } = product;
  const tile = tiledKernel(r, PACKED, m);
  const stride = strides(product);
  const pack = (operand: BufferRef, rows: number, [rowStride, channelStride]: number[]) => {
    return { operand, offset: 0, rows, rowStride, channels: k, channelStride, taps: 1 };
  };
  const packedA = launchPackRows(r, pack(a, m, stride.a), tile.rows);
  const packedB = launchPackRows(r, pack(b, n, stride.b.toReversed()), tile.columns);
  r.dispatch({
    kernel: tile.kernel,
    bindings: [read(packedA), read(packedB), read(bias ?? b), write(out)],
    uniforms: [m, n, k, bias ? 1 : 0],
    workgroups: [Math.ceil(m / tile.rows), Math.ceil(n / tile.columns), 1],
  });
}
