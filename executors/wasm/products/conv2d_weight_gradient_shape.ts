import type { TensorOf } from "../../../core/graph/mod.ts";

/** Sizes of `dW[o][i][kh][kw] = Σ image, pixel of x[image][i][pixel * stride + tap - pad] * dY[image][o][pixel]`. */
export interface WeightGradientShape {
  readonly batch: number;
  readonly groups: number;
  /** Of a group. */
  readonly channels: number;
  /** Of a group. */
  readonly outChannels: number;
  readonly height: number;
  readonly width: number;
  readonly outHeight: number;
  readonly outWidth: number;
  /** `[h, w]` */
  readonly kernel: readonly [number, number];
  /** `[h, w]` */
  readonly stride: readonly [number, number];
  /** `[top, left]` */
  readonly pad: readonly [number, number];
  /** Whether no tap reads outside the image: then x is read where it is. */
  readonly isInside: boolean;
}

/** The sizes of an op. Where a kernel has one tap, an image is one row. */
export function weightGradientShape(y: TensorOf<"conv2d_weight_gradient">): WeightGradientShape {
  const [[batch, channels, height, width], [, outChannels, outHeight, outWidth]] = y.inputs.map((
    { shape },
  ) => shape);
  const { kernel, stride, pad: [top, left], groups } = y.attributes;
  const shape = {
    batch,
    groups,
    channels: channels / groups,
    outChannels: outChannels / groups,
    kernel,
    stride,
    pad: [top, left] as const,
  };
  const isInside = top === 0 && left === 0 &&
    (outHeight - 1) * stride[0] + kernel[0] <= height &&
    (outWidth - 1) * stride[1] + kernel[1] <= width;
  if (isInside && [...kernel, ...stride].every((it) => it === 1)) {
    const size = height * width;
    return { ...shape, isInside, height: 1, width: size, outHeight: 1, outWidth: size };
  }
  return { ...shape, isInside, height, width, outHeight, outWidth };
}
