import { launchGather } from "./conv2d_gather.ts";
import type { Activation, ConvShape } from "./conv_shape.ts";
import type { BufferRef, Recorder } from "./kernel.ts";

export interface Conv2d {
  /** `[n, inChannels, inHeight, inWidth]`. */
  readonly x: BufferRef;
  /** `[outChannels, inChannels / groups, kernelHeight, kernelWidth]`. */
  readonly weight: BufferRef;
  /** `[outChannels]`. */
  readonly bias?: BufferRef;
  readonly activation?: Activation;
  /** `[n, outChannels, outHeight, outWidth]`. */
  readonly out: BufferRef;
  readonly shape: ConvShape;
}

/** Records y = activation(conv(x, weight) + bias). */
export function launchConv2d(r: Recorder, { x, ...conv }: Conv2d): void {
  launchGather(r, { ...conv, input: x, transposed: false });
}

export interface Conv2dInputGradient {
  /** `[n, outChannels, outHeight, outWidth]`. */
  readonly dY: BufferRef;
  readonly weight: BufferRef;
  /** `[inChannels]`, of a transposed convolution. */
  readonly bias?: BufferRef;
  readonly activation?: Activation;
  /** Receives `[n, inChannels, inHeight, inWidth]`. */
  readonly dX: BufferRef;
  /** The shape of the convolution that made y. */
  readonly shape: ConvShape;
}

/** Records dX of a convolution; with bias and activation, the forward pass of a transposed convolution. */
export function launchConv2dInputGradient(
  r: Recorder,
  { dY, dX, ...conv }: Conv2dInputGradient,
): void {
  launchGather(r, { ...conv, input: dY, out: dX, transposed: true });
}
