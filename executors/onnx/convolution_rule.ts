import type { TensorOf } from "../../core/graph/mod.ts";
import type { OnnxWriter } from "./onnx_writer.ts";

type Convolution = TensorOf<"conv2d" | "conv_transpose2d">;

/** A convolution with its bias, if that addition is its only consumer. */
export function convolution(w: OnnxWriter, y: TensorOf<"conv2d">): string {
  return w.node("Conv", y, [...readableOnWebGpu(w, y), ...biasOf(w, y)], settingsOf(y));
}

/** A transposed convolution, likewise. */
export function transposedConvolution(w: OnnxWriter, y: TensorOf<"conv_transpose2d">): string {
  const { stride, pad, outputSize } = y.attributes;
  // Rows and columns at the end that no tap of the last row or column reaches.
  const rest = y.inputs[1].shape.slice(2).map((side, axis) => {
    const reached = (y.inputs[0].shape[2 + axis] - 1) * stride[axis] + side;
    return outputSize[axis] - (reached - pad[axis] - pad[axis + 2]);
  });
  const operands = [...y.inputs.map((x) => w.name(x)), ...biasOf(w, y)];
  return w.node("ConvTranspose", y, operands, { ...settingsOf(y), output_padding: rest });
}

function biasOf(w: OnnxWriter, y: Convolution): string[] {
  const bias = w.biasOf(y);
  return bias ? [w.name(bias)] : [];
}

function settingsOf({ inputs: [, weight], attributes: { stride, pad, groups } }: Convolution) {
  return { kernel_shape: weight.shape.slice(2), strides: stride, pads: pad, group: groups };
}

/** Image and kernel, with channels of zeros added where the WebGPU provider would give wrong numbers. */
function readableOnWebGpu(w: OnnxWriter, y: TensorOf<"conv2d">): string[] {
  const extra = zeroChannels(y);
  return y.inputs.map((x) => {
    if (extra === 0) return w.name(x);
    return w.node("Pad", y, [w.name(x), w.integers([0, 0, 0, 0, 0, extra, 0, 0])]);
  });
}

/**
 * The number of channels to add. ONNX Runtime 1.29 reads the image of most convolutions over 6, 9, 15 …
 * channels in threes, but at every fourth place. It also uses one shader for all matrix products (1×1)
 * with fewer than 8 channels on both sides, whether a relu is part of it or not.
 */
function zeroChannels({ inputs: [, weight], attributes }: TensorOf<"conv2d">): number {
  const { stride, pad, groups } = attributes;
  const [outChannels, channels, ...kernel] = weight.shape;
  if (groups > 1) return 0;
  const isProduct = [...kernel, ...stride].every((side) => side === 1) && pad[0] + pad[1] === 0;
  if (isProduct) return channels < 8 && outChannels < 8 ? 8 - channels : 0;
  return channels > 3 && channels % 3 === 0 && channels % 4 !== 0 ? 4 - channels % 4 : 0;
}
