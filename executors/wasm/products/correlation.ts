import type { TensorOf } from "../../../core/graph/mod.ts";

/** One axis of a convolution or of its transpose. */
export interface Axis {
  /** Sides of input, result and kernel. */
  readonly input: number;
  readonly output: number;
  readonly kernel: number;
  readonly stride: number;
  readonly pad: number;
  /** Whether the stride spreads the input, instead of thinning out the result. */
  readonly transposed: boolean;
}

/**
 * What conv2d and conv_transpose2d have in common: each element of the result is the sum, over the channels of its
 * group and over taps of a kernel, of an element of the input and a weight.
 */
export interface Correlation {
  readonly images: number;
  readonly groups: number;
  /** Channels of a group, in the input and in the result. */
  readonly inChannels: number;
  readonly outChannels: number;
  readonly rows: Axis;
  readonly columns: Axis;
  /** Words in the weight from a group, a channel of the input or one of the result to the next; taps are last. */
  readonly weightSteps: { readonly group: number; readonly in: number; readonly out: number };
}

/** A convolution, or its transpose, in these terms. */
export function correlationOf(y: TensorOf<"conv2d" | "conv_transpose2d">): Correlation {
  const { shape: [images, outChannels, ...output], inputs: [x, weight], attributes } = y;
  const { stride, pad, groups } = attributes;
  const transposed = y.op.name === "conv_transpose2d";
  const [, inChannels, ...input] = x.shape;
  const [across, within, ...kernel] = weight.shape;
  const taps = kernel[0] * kernel[1];
  const axis = (at: 0 | 1): Axis => ({
    input: input[at],
    output: output[at],
    kernel: kernel[at],
    stride: stride[at],
    pad: pad[at],
    transposed,
  });
  const rows = within * taps;
  return {
    images,
    groups,
    inChannels: inChannels / groups,
    outChannels: outChannels / groups,
    rows: axis(0),
    columns: axis(1),
    weightSteps: {
      group: across / groups * rows,
      in: transposed ? rows : taps,
      out: transposed ? taps : rows,
    },
  };
}
