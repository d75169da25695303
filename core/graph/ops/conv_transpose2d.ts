import { requireShape } from "../shape_error.ts";
import type { Op, Tensor } from "../graph.ts";
import { conv2d } from "./conv2d.ts";
import { conv2dWeightGradient } from "./conv2d_weight_gradient.ts";
import {
  CONV_KINDS,
  type ConvAttributes,
  convAttributes,
  convOutputSize,
  requireConv,
} from "./conv_geometry.ts";
import { convSum, convTransposeTaps } from "./conv_sum.ts";

/** Settings of the convolution that this transposes, and the `[h, w]` of its image. */
export interface ConvTransposeAttributes extends ConvAttributes {
  /** Sides of the result, `[h, w]`. */
  readonly outputSize: readonly [number, number];
}

// y[n, i, h, w] = Σ kh Σ kw Σ o of x[n, o, oh, ow] * weight[o, i, kh, kw], oh * sh - top + kh = h, ow * sw - left + kw = w
// dL/dx = conv2d(dL/dy, weight)      dL/dweight = conv2d_weight_gradient(dL/dy, x)
// The sum runs as in conv2d: f64, taps [kh][kw] ascending, then channels of the group, one rounding.
export const convTranspose2dOp: Op<"conv_transpose2d", ConvTransposeAttributes> = {
  name: "conv_transpose2d",
  attributes: { ...CONV_KINDS, outputSize: "pair" },
  type: (inputs, attributes) => {
    requireConv("conv_transpose2d", inputs, attributes);
    const [[n, c, h, w], [oc, ic, kh, kw]] = inputs.map(({ shape }) => shape);
    const { groups, outputSize } = attributes;
    requireShape(
      c === oc && oc % groups === 0,
      "conv_transpose2d",
      `weight to be [${c}, ic, kh, kw] with ${c} a multiple of ${groups}`,
      inputs,
    );
    const size = convOutputSize(outputSize, [kh, kw], attributes);
    requireShape(
      size[0] === h && size[1] === w,
      "conv_transpose2d",
      `a convolution of [${outputSize}] to give [h, w] of x instead of [${size}]`,
      inputs,
    );
    return { shape: [n, ic * groups, ...outputSize], dtype: "f32" };
  },
  reference: ([x, weight], { shape: [n, , h, w], inputs, attributes }) => {
    const [[, , oh, ow], [oc, ic, kh, kw]] = inputs.map(({ shape }) => shape);
    const { groups } = attributes;
    const inChannels = oc / groups;
    const sides = { image: [oh, ow], kernel: [kh, kw], result: [h, w] };
    const taps = kh * kw;
    return convSum(
      x,
      weight,
      convTransposeTaps(sides, attributes),
      { n, groups, inChannels, outChannels: ic, inPlane: oh * ow, outPlane: h * w, taps },
      (group, o, i) => ((group * inChannels + i) * ic + o) * taps,
    );
  },
  derivative: ({ inputs: [x, weight], attributes: { outputSize: _, ...conv } }, dY) => [
    conv2d(dY, weight, conv),
    conv2dWeightGradient(dY, x, { ...conv, kernel: [weight.shape[2], weight.shape[3]] }),
  ],
};

/**
 * The gradient of conv2d with respect to its image; as a layer, it upsamples.
 * @param x `[n, oc, oh, ow]`. @param weight `[oc, c / groups, kh, kw]`.
 * @param options `outputSize` defaults to (oh - 1) * stride + kernel - pads.
 * @returns `[n, c, ...outputSize]`.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { convTranspose2d, evaluate, Graph } from "@tessera/tessera";
 *
 * const graph = new Graph();
 * // Twice as wide.
 * const x = graph.constant(Float32Array.of(1, 2), [1, 1, 1, 2]);
 * const weight = graph.constant(Float32Array.of(1, 1), [1, 1, 1, 2]);
 * const wide = convTranspose2d(x, weight, { stride: [1, 2] });
 * const [y] = evaluate(graph, [wide], new Map());
 * assertEquals([...y], [1, 1, 2, 2]);
 * ```
 */
export function convTranspose2d(
  x: Tensor,
  weight: Tensor,
  options: Partial<ConvTransposeAttributes> = {},
): Tensor {
  const conv = convAttributes(options);
  const { stride, pad: [top, left, bottom, right] } = conv;
  const outputSize = options.outputSize ?? [
    (x.shape[2] - 1) * stride[0] + weight.shape[2] - top - bottom,
    (x.shape[3] - 1) * stride[1] + weight.shape[3] - left - right,
  ] as const;
  return x.graph.apply(convTranspose2dOp, [x, weight], { ...conv, outputSize });
}
