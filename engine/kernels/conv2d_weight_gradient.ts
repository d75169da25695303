import type { ConvShape } from "./conv_shape.ts";
import { expandTemplate } from "./expand_template.ts";
import { type BufferRef, type KernelSource, read, type Recorder, write } from "./kernel.ts";
import { launchSumPartials } from "./sum_partials.ts";
import subgroupSource from "./conv_weight_gradient_subgroup.wgsl" with { type: "text" };

/** Workgroups that keep an adapter busy. */
const BUSY = 64;

export interface Conv2dWeightGradient {
  /** `[n, inChannels, inHeight, inWidth]`. */
  readonly x: BufferRef;
  /** `[n, outChannels, outHeight, outWidth]`. */
  readonly dY: BufferRef;
  /** Receives `[outChannels, inChannels / groups, kernelHeight, kernelWidth]`. */
  readonly dWeight: BufferRef;
  readonly shape: ConvShape;
}

const kernels = new Map<number, KernelSource>();

function weightGradientKernel(lanes: number): KernelSource {
  let kernel = kernels.get(lanes);
  if (!kernel) {
    kernel = {
      name: `conv_weight_gradient_subgroup_${lanes}`,
      code: expandTemplate(subgroupSource, { lane: lanes }),
      entryPoint: "conv_weight_gradient",
      constants: { LANES: lanes },
      features: ["subgroups"],
    };
    kernels.set(lanes, kernel);
  }
  return kernel;
}

/** Records dWeight of a convolution: a product over all positions, split over images, then summed in order. */
export function launchConv2dWeightGradient(r: Recorder, gradient: Conv2dWeightGradient): void {
  const { shape } = gradient;
  const inGroup = shape.inChannels / shape.groups;
  const rows = shape.outChannels / shape.groups;
  const columns = inGroup * shape.kernelHeight * shape.kernelWidth;
  const side = 4 * r.subgroupSize;
  const tiles = Math.ceil(rows / side) * Math.ceil(columns / side);
  const imagesPerSplit = Math.ceil(shape.n / Math.min(shape.n, Math.ceil(BUSY / tiles)));
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
      kernel: weightGradientKernel(r.subgroupSize),
      bindings: [read(gradient.x), read(gradient.dY), write(partial)],
      uniforms: [
        ...[shape.n, imagesPerSplit, rows, columns],
        ...[group * rows * outPlane, shape.outChannels * outPlane],
        ...[group * inGroup * inPlane, shape.inChannels * inPlane],
        ...[shape.inHeight, shape.inWidth, shape.outHeight, shape.outWidth],
        ...[shape.kernelHeight, shape.kernelWidth, shape.strideHeight, shape.strideWidth],
        ...[shape.padTop, shape.padLeft, splits > 1 ? 0 : offset, count],
      ],
      workgroups: [Math.ceil(columns / side), Math.ceil(rows / side), splits],
    });
    if (splits > 1) launchSumPartials(r, { partial, out: gradient.dWeight, count, splits, offset });
  }
}
