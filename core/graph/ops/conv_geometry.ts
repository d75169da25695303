import type { AttributeKinds } from "../attribute_kinds.ts";
import { requireShape } from "../shape_error.ts";
import type { TensorType } from "../tensor_type.ts";

/** Stride `[h, w]`, zeros around the image `[top, left, bottom, right]`, and number of groups. */
export interface ConvAttributes {
  /** `[h, w]` */
  readonly stride: readonly [number, number];
  /** Zeros around the image: `[top, left, bottom, right]`. */
  readonly pad: readonly [number, number, number, number];
  /** Parts that the channels are split into, each convolved by itself. */
  readonly groups: number;
}

/** The kind of each of them. */
export const CONV_KINDS: AttributeKinds<ConvAttributes> = {
  stride: "pair",
  pad: "quad",
  groups: "integer",
};

/** Fills in the defaults: stride 1, no padding, one group. */
export function convAttributes(
  { stride = [1, 1], pad = [0, 0, 0, 0], groups = 1 }: Partial<ConvAttributes>,
): ConvAttributes {
  return { stride, pad, groups };
}

/** `[oh, ow]` of a convolution: floor((side + pads - kernel) / stride) + 1. */
export function convOutputSize(
  [h, w]: readonly number[],
  [kh, kw]: readonly number[],
  { stride, pad: [top, left, bottom, right] }: ConvAttributes,
): [number, number] {
  return [
    Math.floor((h + top + bottom - kh) / stride[0]) + 1,
    Math.floor((w + left + right - kw) / stride[1]) + 1,
  ];
}

/** Requires two f32 tensors of rank 4, and settings in their ranges. @throws {ShapeError} */
export function requireConv(
  op: string,
  inputs: readonly TensorType[],
  { stride, pad, groups }: ConvAttributes,
): void {
  requireShape(
    inputs.length === 2 && inputs.every((x) => x.dtype === "f32" && x.shape.length === 4),
    op,
    "two f32 tensors of rank 4",
    inputs,
  );
  requireShape(
    [...stride, groups].every((n) => Number.isInteger(n) && n >= 1) &&
      pad.every((n) => Number.isInteger(n) && n >= 0),
    op,
    `stride [${stride}] and groups ${groups} to be positive, pad [${pad}] not negative`,
    inputs,
  );
}
