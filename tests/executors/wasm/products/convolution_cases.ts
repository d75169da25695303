import fc from "fast-check";
import { type ConvAttributes, convOutputSize } from "../../../../core/graph/ops/conv_geometry.ts";

/** A convolution: of `x` `[n, c, h, w]`, `weight` `[oc, c / groups, kh, kw]`. */
export interface ConvCase extends ConvAttributes {
  readonly x: readonly [number, number, number, number];
  readonly outChannels: number;
  readonly kernel: readonly [number, number];
}

const upTo = (max: number, min = 1) => fc.integer({ min, max });

/** Small convolutions: any sides, strides, pads and groups that leave a result. */
export const convCases: fc.Arbitrary<ConvCase> = fc.record({
  n: fc.oneof(upTo(6), fc.constantFrom(4, 8)),
  inGroup: fc.oneof(upTo(7), upTo(40)),
  outGroup: fc.oneof(upTo(7), upTo(40)),
  groups: fc.constantFrom(1, 1, 1, 2, 3),
  sides: fc.tuple(upTo(12), upTo(12)),
  kernel: fc.oneof(
    fc.constantFrom([1, 1] as const, [3, 3] as const, [4, 4] as const, [2, 3] as const),
    fc.tuple(upTo(7), upTo(7)),
  ),
  stride: fc.oneof(
    fc.constantFrom([1, 1] as const, [2, 2] as const),
    fc.tuple(upTo(4), upTo(4)),
  ),
  pad: fc.oneof(
    fc.constantFrom([0, 0, 0, 0] as const, [1, 1, 1, 1] as const),
    fc.tuple(upTo(4, 0), upTo(4, 0), upTo(4, 0), upTo(4, 0)),
  ),
}).map(({ n, inGroup, outGroup, groups, sides, ...rest }): ConvCase => ({
  ...rest,
  groups,
  x: [n, groups * inGroup, ...sides],
  outChannels: groups * outGroup,
})).filter(({ x: [, , ...sides], kernel, ...attributes }) =>
  convOutputSize(sides, kernel, attributes).every((side) => side >= 1)
);

const square = (
  [n, c, side, outChannels, kernel, stride, pad]: readonly number[],
): ConvCase => ({
  x: [n, c, side, side],
  outChannels,
  kernel: [kernel, kernel],
  stride: [stride, stride],
  pad: [pad, pad, pad, pad],
  groups: 1,
});

/** By what is special about each. */
export const NAMED_CASES: Readonly<Record<string, ConvCase>> = {
  "the first layer of an encoder": square([3, 1, 28, 32, 4, 2, 1]),
  "the last layer of a decoder, of three colours": square([2, 3, 12, 32, 4, 2, 1]),
  "many channels of small images": square([9, 64, 7, 64, 3, 1, 1]),
  "channels that fill no block": square([5, 37, 5, 65, 3, 1, 1]),
  "1 × 1 in place": square([8, 64, 7, 33, 1, 1, 0]),
  "1 × 1 of images that fill no unit": square([7, 19, 5, 16, 1, 1, 0]),
  "1 × 1 with a stride": square([4, 20, 9, 24, 1, 2, 0]),
  "large images, cut into bands": square([2, 5, 41, 7, 3, 1, 1]),
  "fours of images and whole panels": square([16, 20, 7, 32, 3, 1, 1]),
  "1 × 1 of fours of images and whole panels": square([16, 24, 7, 48, 1, 1, 0]),
  "bands of four images": square([8, 40, 13, 33, 3, 1, 1]),
  "a kernel of which no tap is everywhere inside": square([4, 20, 5, 20, 3, 1, 3]),
  "a large kernel": square([2, 3, 13, 17, 11, 1, 5]),
  "a stride longer than the kernel": square([2, 5, 13, 18, 2, 3, 0]),
  "rows that only the padding reaches": {
    ...square([4, 8, 2, 40, 7, 1, 3]),
    x: [4, 8, 2, 7],
  },
  "a causal kernel": { ...square([4, 16, 7, 32, 3, 1, 1]), kernel: [2, 3], pad: [1, 1, 0, 1] },
  "a row of taps": { ...square([4, 16, 7, 32, 3, 1, 0]), kernel: [1, 2], pad: [0, 1, 0, 0] },
  "depthwise": { ...square([2, 24, 6, 24, 3, 1, 1]), groups: 24 },
};
