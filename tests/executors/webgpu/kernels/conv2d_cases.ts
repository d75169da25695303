import fc from "fast-check";
import type { ConvShape } from "../../../../executors/webgpu/kernels/conv_shape.ts";

/** Small convolutions: groups 1 and 2, kernels 1 to 7, strides 1 to 3, any padding that leaves an output. */
export const convShapes: fc.Arbitrary<ConvShape> = fc.record({
  n: fc.integer({ min: 1, max: 3 }),
  inGroup: fc.integer({ min: 1, max: 7 }),
  outGroup: fc.integer({ min: 1, max: 7 }),
  groups: fc.constantFrom(1, 1, 2),
  inHeight: fc.integer({ min: 1, max: 9 }),
  inWidth: fc.integer({ min: 1, max: 9 }),
  kernel: fc.constantFrom([1, 1], [3, 3], [4, 4], [3, 7], [7, 7], [1, 3], [2, 3]),
  stride: fc.constantFrom([1, 1], [2, 2], [1, 2], [3, 1]),
  pads: fc.tuple(...Array.from({ length: 4 }, () => fc.integer({ min: 0, max: 3 }))),
}).map(({ inGroup, outGroup, groups, kernel, stride, pads, ...rest }) => ({
  ...rest,
  groups,
  inChannels: groups * inGroup,
  outChannels: groups * outGroup,
  kernelHeight: kernel[0],
  kernelWidth: kernel[1],
  strideHeight: stride[0],
  strideWidth: stride[1],
  padTop: pads[0],
  padLeft: pads[1],
  outHeight: Math.floor((rest.inHeight + pads[0] + pads[2] - kernel[0]) / stride[0]) + 1,
  outWidth: Math.floor((rest.inWidth + pads[1] + pads[3] - kernel[1]) / stride[1]) + 1,
})).filter(({ outHeight, outWidth }) => outHeight > 0 && outWidth > 0);

const square = (
  [n, inChannels, side, outChannels, kernel, stride, pad]: readonly number[],
): ConvShape => ({
  ...{ n, inChannels, inHeight: side, inWidth: side, outChannels, groups: 1 },
  ...{ kernelHeight: kernel, kernelWidth: kernel, strideHeight: stride, strideWidth: stride },
  ...{ outHeight: Math.floor((side + 2 * pad - kernel) / stride) + 1 },
  ...{ outWidth: Math.floor((side + 2 * pad - kernel) / stride) + 1, padTop: pad, padLeft: pad },
});

/** Shapes of the models, and tiles that end past the last row, column and position. */
export const MODEL_SHAPES: readonly ConvShape[] = [
  square([2, 64, 7, 64, 3, 1, 1]),
  square([3, 1, 28, 32, 4, 2, 1]),
  square([2, 32, 14, 64, 4, 2, 1]),
  square([3, 33, 5, 65, 1, 1, 0]),
  square([1, 70, 3, 31, 3, 1, 1]),
  // PixelCNN's vertical stack: rows above only.
  { ...square([2, 8, 7, 40, 7, 1, 3]), kernelHeight: 3 },
];
