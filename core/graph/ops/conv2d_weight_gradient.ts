import { requireShape } from "../shape_error.ts";
import type { Op, Tensor } from "../graph.ts";
import { conv2d } from "./conv2d.ts";
import { convTranspose2d } from "./conv_transpose2d.ts";
import {
  CONV_KINDS,
  type ConvAttributes,
  convAttributes,
  convOutputSize,
  requireConv,
} from "./conv_geometry.ts";

/** Settings of the convolution, and the `[kh, kw]` of its kernel. */
export interface ConvWeightGradientAttributes extends ConvAttributes {
  readonly kernel: readonly [number, number];
}

// y[o, i, kh, kw] = Σ n Σ oh Σ ow of x[n, i, oh * sh - top + kh, ow * sw - left + kw] * dY[n, o, oh, ow]
// dL/dx = conv_transpose2d(dY, dL/dy)      dL/ddY = conv2d(x, dL/dy)
export const conv2dWeightGradientOp: Op<"conv2d_weight_gradient", ConvWeightGradientAttributes> = {
  name: "conv2d_weight_gradient",
  attributes: { ...CONV_KINDS, kernel: "pair" },
  type: (inputs, attributes) => {
    requireConv("conv2d_weight_gradient", inputs, attributes);
    const [[n, c, h, w], [nY, oc, oh, ow]] = inputs.map(({ shape }) => shape);
    const { groups, kernel } = attributes;
    const size = convOutputSize([h, w], kernel, attributes);
    requireShape(
      n === nY && c % groups === 0 && oc % groups === 0 && size[0] === oh && size[1] === ow,
      "conv2d_weight_gradient",
      `dY to be [${n}, oc, ${size.join(", ")}] with channels multiples of ${groups}`,
      inputs,
    );
    return { shape: [oc, c / groups, ...kernel], dtype: "f32" };
  },
  reference: ([x, dY], { size, shape: [oc, ic, kh, kw], inputs, attributes }) => {
    const [[n, c, h, w], [, , oh, ow]] = inputs.map(({ shape }) => shape);
    const { stride: [sh, sw], pad: [top, left], groups } = attributes;
    const sums = new Float64Array(size);
    for (let place = 0; place < size; place++) {
      const tw = place % kw - left;
      const th = Math.floor(place / kw) % kh - top;
      const i = Math.floor(place / (kw * kh)) % ic;
      const o = Math.floor(place / (kw * kh * ic));
      const channel = Math.floor(o / (oc / groups)) * ic + i;
      const first = Math.max(0, Math.ceil(-tw / sw));
      const end = Math.min(ow, Math.floor((w - 1 - tw) / sw) + 1);
      let sum = 0;
      for (let image = 0; image < n; image++) {
        for (let row = 0; row < oh; row++) {
          const y = row * sh + th;
          if (y < 0 || y >= h) continue;
          const from = ((image * c + channel) * h + y) * w + tw;
          const at = ((image * oc + o) * oh + row) * ow;
          for (let column = first; column < end; column++) {
            sum += x[from + column * sw] * dY[at + column];
          }
        }
      }
      sums[place] = sum;
    }
    return Float32Array.from(sums);
  },
  derivative: ({ inputs: [x, dY], attributes: { kernel: _, ...conv } }, dWeight) => [
    convTranspose2d(dY, dWeight, { ...conv, outputSize: [x.shape[2], x.shape[3]] }),
    conv2d(x, dWeight, conv),
  ],
};

/**
 * The gradient of conv2d with respect to its weight.
 * @param x `[n, c, h, w]`. @param dY `[n, oc, oh, ow]`. @returns `[oc, c / groups, kh, kw]`.
 */
export function conv2dWeightGradient(
  x: Tensor,
  dY: Tensor,
  options: Partial<ConvAttributes> & Pick<ConvWeightGradientAttributes, "kernel">,
): Tensor {
  const attributes = { ...convAttributes(options), kernel: options.kernel };
  return x.graph.apply(conv2dWeightGradientOp, [x, dY], attributes);
}
