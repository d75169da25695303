import type { ConvShape } from "./conv_shape.ts";
import { type BufferRef, read, type Recorder, write } from "./kernel.ts";
import { launchSumPartials } from "./sum_partials.ts";
import { tiledKernel, type TiledSources } from "./tiled_kernel.ts";
import subgroup from "./conv_weight_gradient_subgroup.wgsl" with { type: "text" };
import workgroup from "./conv_weight_gradient_workgroup.wgsl" with { type: "text" };

const SOURCES: TiledSources = {
  name: "conv_weight_gradient",
  entryPoint: "conv_weight_gradient",
  subgroup,
  workgroup,
};

/** Workgroups that keep an adapter busy: a few cores, or a GPU. */
const BUSY = { subgroup: 64, workgroup: 512 };

export interface Conv2dWeightGradient {
  /** `[n, inChannels, inHeight, inWidth]`. */
  readonly x: BufferRef;
  /** `[n, outChannels, outHeight, outWidth]`. */
  readonly dY: BufferRef;
  /** Receives `[outChannels, inChannels / groups, kernelHeight, kernelWidth]`. */
  readonly dWeight: BufferRef;
  readonly shape: ConvShape;
}

/** Records dWeight of a convolution: a product over all positions, split over images, then summed in order. */
export function launchConv2dWeightGradient(r: Recorder, gradient: Conv2dWeightGradient): void {
  const { shape } = gradient;
  const inGroup = shape.inChannels / shape.groups;
  const rows = shape.outChannels / shape.groups;
  const columns = inGroup * shape.kernelHeight * shape.kernelWidth;
  const tile = tiledKernel(r, SOURCES, rows);
  const tiles = Math.ceil(rows / tile.rows) * Math.ceil(columns / tile.columns);
  const imagesPerSplit = Math.ceil(
    shape.n / Math.min(shape.n, Math.ceil(BUSY[r.tiling] / tiles)),
  );
  const splits = Math.ceil(shape.n / imagesPerSplit);
  const count = rows * columns;
  const partial = splits > 1
    ? r.scratch(splits * count, "weight gradient by split")
    : gradient.dWeight;
  for (let group = 0; group < shape.groups; group++) {
    const offset = group * count;
    const inPlane = shape.inHeight * shape.inWidth;
    const outPlane = shape.outHeight * shape.outWidth;
    r.dispatch({
      kernel: tile.kernel,
      bindings: [read(gradient.x), read(gradient.dY), write(partial)],
      uniforms: [
        ...[shape.n, imagesPerSplit, rows, columns],
        ...[group * rows * outPlane, shape.outChannels * outPlane],
        ...[group * inGroup * inPlane, shape.inChannels * inPlane],
        ...[shape.inHeight, shape.inWidth, shape.outHeight, shape.outWidth],
        ...[shape.kernelHeight, shape.kernelWidth, shape.strideHeight, shape.strideWidth],
        ...[shape.padTop, shape.padLeft, splits > 1 ? 0 : offset, count],
      ],
      workgroups: [Math.ceil(columns / tile.columns), Math.ceil(rows / tile.rows), splits],
    });
    if (splits > 1) launchSumPartials(r, { partial, out: gradient.dWeight, count, splits, offset });
  }
}
