import type { Activation, ConvShape } from "./conv_shape.ts";
import { type BufferRef, read, type Recorder, write } from "./kernel.ts";
import { launchPackRows } from "./pack_rows.ts";
import { type TiledKernel, tiledKernel, type TiledSources } from "./tiled_kernel.ts";
import subgroup from "./conv_gather_subgroup.wgsl" with { type: "text" };
import workgroup from "./conv_gather_workgroup.wgsl" with { type: "text" };
import few from "./conv_gather_few.wgsl" with { type: "text" };

interface Gather {
  readonly input: BufferRef;
  readonly weight: BufferRef;
  readonly bias?: BufferRef;
  readonly activation?: Activation;
  readonly out: BufferRef;
  readonly shape: ConvShape;
  /** False for a convolution, true for its transpose. */
  readonly transposed: boolean;
}

const SOURCES: TiledSources = {
  name: "conv_gather",
  entryPoint: "conv_gather",
  subgroup,
  workgroup,
};

/** For up to 4 output channels, as of an image, a tile of channels would be mostly empty. */
const FEW: TiledKernel = {
  kernel: { name: "conv_gather_few", code: few, entryPoint: "conv_gather" },
  rows: 4,
  columns: 256,
};

/** Records a convolution or its transpose, group by group: filters packed by tiles, then a product tile by tile. */
export function launchGather(r: Recorder, gather: Gather): void {
  const { shape } = gather;
  const inGroup = shape.inChannels / shape.groups;
  const outGroup = shape.outChannels / shape.groups;
  for (let group = 0; group < shape.groups; group++) {
    launchGroup(r, gather, group, inGroup, outGroup);
  }
}

function launchGroup(
  r: Recorder,
  gather: Gather,
  group: number,
  inGroup: number,
  outGroup: number,
): void {
  const { shape, transposed } = gather;
  const taps = shape.kernelHeight * shape.kernelWidth;
  const channels = transposed ? outGroup : inGroup;
  const rows = transposed ? inGroup : outGroup;
  const [inHeight, inWidth] = transposed
    ? [shape.outHeight, shape.outWidth]
    : [shape.inHeight, shape.inWidth];
  const [outHeight, outWidth] = transposed
    ? [shape.inHeight, shape.inWidth]
    : [shape.outHeight, shape.outWidth];
  const inPlane = inHeight * inWidth;
  const step = [shape.strideHeight, shape.strideWidth];
  const [inStep, outStep] = transposed ? [[1, 1], step] : [step, [1, 1]];

  const tile = rows <= FEW.rows ? FEW : tiledKernel(r, SOURCES, rows);
  const rowTiles = Math.ceil(rows / tile.rows);
  const packed = launchPackRows(r, {
    operand: gather.weight,
    offset: group * outGroup * inGroup * taps,
    rows,
    rowStride: transposed ? taps : inGroup * taps,
    channels,
    channelStride: transposed ? inGroup * taps : taps,
    taps,
  }, tile.rows);

  const phasePlane = Math.ceil(outHeight / outStep[0]) * Math.ceil(outWidth / outStep[1]);
  const tiles = Math.ceil(shape.n * phasePlane / tile.columns);
  const most = r.limits.maxComputeWorkgroupsPerDimension;
  for (let first = 0; first < tiles; first += most) {
    r.dispatch({
      kernel: tile.kernel,
      bindings: [
        read(gather.input),
        read(packed),
        read(gather.bias ?? gather.weight),
        write(gather.out),
      ],
      uniforms: [
        ...[shape.n, first, channels, inHeight, inWidth],
        ...[group * channels * inPlane, shape.groups * channels * inPlane],
        ...[rows, outHeight, outWidth, group * rows, shape.groups * rows],
        ...[shape.kernelHeight, shape.kernelWidth, ...inStep, ...outStep],
        ...[shape.padTop, shape.padLeft, transposed ? 1 : 0],
        ...[gather.activation === "relu" ? 1 : 0, gather.bias ? 1 : 0],
      ],
      workgroups: [Math.min(most, tiles - first), rowTiles, outStep[0] * outStep[1]],
    });
  }
}
