import type { Tensor } from "../../core/graph/mod.ts";
import type { OnnxWriter } from "./onnx_writer.ts";
import type { Rule } from "./rules.ts";

/** A convolution with its bias, if nothing else is done with it. */
export function convolution(operator: "Conv" | "ConvTranspose"): Rule {
  return (w, y) => {
    const bias = w.biasOf(y);
    const { stride, pad, groups, outputSize } = y.attributes;
    const [x, weight] = operator === "Conv"
      ? readableOnWebGpu(w, y)
      : y.inputs.map((x) => w.name(x));
    const operands = [x, weight, ...bias ? [w.name(bias)] : []];
    const kernel = y.inputs[1].shape.slice(2);
    const shared = { kernel_shape: kernel, strides: stride, pads: pad, group: groups };
    if (operator === "Conv") return w.node(operator, y, operands, shared);
    // Rows and columns at the end that no tap of the last row or column reaches.
    const rest = kernel.map((side, axis) => {
      const reached = (y.inputs[0].shape[2 + axis] - 1) * stride[axis] + side;
      return outputSize[axis] - (reached - pad[axis] - pad[axis + 2]);
    });
    return w.node(operator, y, operands, { ...shared, output_padding: rest });
  };
}

/** Image and kernel, with channels of zeros behind where the WebGPU provider would give wrong numbers. */
function readableOnWebGpu(w: OnnxWriter, y: Tensor): string[] {
  const extra = zeroChannels(y);
  return y.inputs.map((x) => {
    if (extra === 0) return w.name(x);
    return w.node("Pad", y, [w.name(x), w.integers([0, 0, 0, 0, 0, extra, 0, 0])]);
  });
}

/**
 * How many channels to add. ONNX Runtime 1.29 reads the image of most convolutions over 6, 9, 15 …
 * channels in threes, but from every fourth place. One that is a matrix product (1×1) and has less than
 * 8 channels on both sides shares its kernel with others of such a size, be there a relu in it or not.
 */
function zeroChannels({ inputs: [, weight], attributes: { stride, pad, groups } }: Tensor): number {
  const [outChannels, channels, ...kernel] = weight.shape;
  if (groups > 1) return 0;
  const isProduct = [...kernel, ...stride].every((side) => side === 1) && pad[0] + pad[1] === 0;
  if (isProduct) return channels < 8 && outChannels < 8 ? 8 - channels : 0;
  return channels > 3 && channels % 3 === 0 && channels % 4 !== 0 ? 4 - channels % 4 : 0;
}
