import { requireShape } from "../shape_error.ts";
import type { Op, Tensor } from "../graph.ts";
import { convTranspose2d } from "./conv_transpose2d.ts";
import { conv2dWeightGradient } from "./conv2d_weight_gradient.ts";
import {
  CONV_KINDS,
  type ConvAttributes,
  convAttributes,
  convOutputSize,
  requireConv,
} from "./conv_geometry.ts";
import { convSum, convTaps } from "./conv_sum.ts";

// y[n, o, oh, ow] = Σ kh Σ kw Σ i of x[n, i, oh * sh - top + kh, ow * sw - left + kw] * weight[o, i, kh, kw]
// dL/dx = conv_transpose2d(dL/dy, weight)      dL/dweight = conv2d_weight_gradient(x, dL/dy)
// Order of the sum, for executors that must agree bit for bit: f64 from 0; taps [kh][kw] ascending, skipping those
// outside x; within a tap, the channels of the group ascending; one rounding to f32 at the end.
export const conv2dOp: Op<"conv2d", ConvAttributes> = {
  name: "conv2d",
  attributes: CONV_KINDS,
  type: (inputs, attributes) => {
    requireConv("conv2d", inputs, attributes);
    const [[n, c, h, w], [oc, ic, kh, kw]] = inputs.map(({ shape }) => shape);
    const { groups } = attributes;
    requireShape(
      c === ic * groups && oc % groups === 0,
      "conv2d",
      `weight to be [oc, ${c} / ${groups}, kh, kw] with oc a multiple of ${groups}`,
      inputs,
    );
    const [oh, ow] = convOutputSize([h, w], [kh, kw], attributes);
    requireShape(oh >= 1 && ow >= 1, "conv2d", "kernel to fit into the padded image", inputs);
    return { shape: [n, oc, oh, ow], dtype: "f32" };
  },
  reference: ([x, weight], { shape: [n, oc, oh, ow], inputs, attributes }) => {
    const [[, , h, w], [, ic, kh, kw]] = inputs.map(({ shape }) => shape);
    const { groups } = attributes;
    const outChannels = oc / groups;
    const sides = { image: [h, w], kernel: [kh, kw], result: [oh, ow] };
    const taps = kh * kw;
    return convSum(
      x,
      weight,
      convTaps(sides, attributes),
      { n, groups, inChannels: ic, outChannels, inPlane: h * w, outPlane: oh * ow, taps },
      (group, o, i) => ((group * outChannels + o) * ic + i) * taps,
    );
  },
  derivative: ({ inputs: [x, weight], attributes }, dY) => [
    convTranspose2d(dY, weight, { ...attributes, outputSize: [x.shape[2], x.shape[3]] }),
    conv2dWeightGradient(x, dY, { ...attributes, kernel: [weight.shape[2], weight.shape[3]] }),
  ],
};

/**
 * Cross-correlation. Defaults: stride 1, no padding, one group.
 * @param x `[n, c, h, w]`. @param weight `[oc, c / groups, kh, kw]`. @returns `[n, oc, oh, ow]`.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { conv2d, evaluate, Graph } from "@tessera/tessera";
 *
 * const graph = new Graph();
 * // The sum of each pixel and its right neighbour.
 * const x = graph.constant(Float32Array.of(1, 2, 3), [1, 1, 1, 3]);
 * const weight = graph.constant(Float32Array.of(1, 1), [1, 1, 1, 2]);
 * const [y] = evaluate(graph, [conv2d(x, weight)], new Map());
 * assertEquals([...y], [3, 5]);
 * ```
 */
export function conv2d(x: Tensor, weight: Tensor, options: Partial<ConvAttributes> = {}): Tensor {
  return x.graph.apply(conv2dOp, [x, weight], convAttributes(options));
}
