import { launchConv2d, launchConv2dInputGradient } from "../executors/webgpu/kernels/conv2d.ts";
import { launchConv2dWeightGradient } from "../executors/webgpu/kernels/conv2d_weight_gradient.ts";
import type { ConvShape } from "../executors/webgpu/kernels/conv_shape.ts";
import type { KernelProblem } from "./kernel_problem.ts";

interface Layer {
  readonly channels: readonly [input: number, output: number];
  /** Of the square kernel. */
  readonly kernel: number;
  readonly stride: number;
  readonly pad: number;
  /** Side of the square output. */
  readonly out: number;
}

/** Layers of the models, 64 images each. */
const LAYERS: readonly Layer[] = [
  { channels: [64, 64], kernel: 3, stride: 1, pad: 1, out: 7 },
  { channels: [64, 64], kernel: 3, stride: 1, pad: 1, out: 14 },
  { channels: [32, 64], kernel: 4, stride: 2, pad: 1, out: 7 },
  { channels: [64, 64], kernel: 1, stride: 1, pad: 0, out: 7 },
];

const BATCH = 64;

/** Convolutions y = x * w and both of their gradients. Taps that fall on padding count as work. */
export const CONVOLUTIONS: readonly KernelProblem[] = LAYERS.flatMap((layer) => {
  const shape = shapeOf(layer);
  const { n, inChannels, inHeight, inWidth, outChannels, outHeight, outWidth } = shape;
  const words = {
    x: n * inChannels * inHeight * inWidth,
    weight: outChannels * inChannels * layer.kernel ** 2,
    y: n * outChannels * outHeight * outWidth,
  };
  const problem = { flop: 2 * words.y * inChannels * layer.kernel ** 2, words };
  return [
    {
      ...problem,
      name: `${nameOf(layer)} forward`,
      launch: (r, { x, weight, y }) => launchConv2d(r, { x, weight, out: y, shape }),
    },
    {
      ...problem,
      name: `${nameOf(layer)} input gradient`,
      launch: (r, { x, weight, y }) =>
        launchConv2dInputGradient(r, { dY: y, weight, dX: x, shape }),
    },
    {
      ...problem,
      name: `${nameOf(layer)} weight gradient`,
      launch: (r, { x, weight, y }) =>
        launchConv2dWeightGradient(r, { x, dY: y, dWeight: weight, shape }),
    },
  ] satisfies KernelProblem[];
});

function shapeOf({ channels, kernel, stride, pad, out }: Layer): ConvShape {
  const side = (out - 1) * stride + kernel - 2 * pad;
  return {
    n: BATCH,
    inChannels: channels[0],
    inHeight: side,
    inWidth: side,
    outChannels: channels[1],
    kernelHeight: kernel,
    kernelWidth: kernel,
    outHeight: out,
    outWidth: out,
    strideHeight: stride,
    strideWidth: stride,
    padTop: pad,
    padLeft: pad,
    groups: 1,
  };
}

function nameOf({ channels, kernel, stride, out }: Layer): string {
  const size = `${kernel}x${kernel}${stride > 1 ? ` s${stride}` : ""}`;
  return `conv ${size} ${channels.join("->")} to ${out}x${out}`;
}
