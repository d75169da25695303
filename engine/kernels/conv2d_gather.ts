import type { Activation, ConvShape } from "./conv_shape.ts";
import { expandTemplate } from "./expand_template.ts";
import { type BufferRef, type KernelSource, read, type Recorder, write } from "./kernel.ts";
import subgroupSource from "./conv_gather_subgroup.wgsl" with { type: "text" };
import packSource from "./pack_filters.wgsl" with { type: "text" };

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

const kernels = new Map<number, KernelSource>();

function gatherKernel(lanes: number): KernelSource {
  let kernel = kernels.get(lanes);
  if (!kernel) {
    kernel = {
      name: `conv_gather_subgroup_${lanes}`,
      code: expandTemplate(subgroupSource, { lane: lanes }),
      entryPoint: "conv_gather",
      constants: { LANES: lanes },
      features: ["subgroups"],
    };
    kernels.set(lanes, kernel);
  }
  return kernel;
}

/** Records a convolution or its transpose, group by group: filters packed by row tiles, then a product of register tiles. */
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

  const lanes = r.subgroupSize;
  const tileRows = 4 * lanes;
  const rowTiles = Math.ceil(rows / tileRows);
  const packed = r.scratch(rowTiles * taps * channels * tileRows, "packed filters");
  r.dispatch({
    kernel: {
      name: "pack_filters",
      code: packSource,
      entryPoint: "pack_filters",
      constants: { ROWS: tileRows },
    },
    bindings: [read(gather.weight), write(packed)],
    uniforms: [
      rows,
      channels,
      taps,
      group * outGroup * inGroup * taps,
      transposed ? taps : inGroup * taps,
      transposed ? inGroup * taps : taps,
    ],
    workgroups: [Math.ceil(channels * tileRows / 4 / 8), taps, rowTiles],
  });

  const phasePlane = Math.ceil(outHeight / outStep[0]) * Math.ceil(outWidth / outStep[1]);
  const tiles = Math.ceil(shape.n * phasePlane / tileRows);
  const most = r.limits.maxComputeWorkgroupsPerDimension;
  for (let first = 0; first < tiles; first += most) {
    r.dispatch({
      kernel: gatherKernel(lanes),
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
