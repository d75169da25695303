import type { WeightGradientBlocks } from "./conv2d_weight_gradient_blocks.ts";
import type { WeightGradientShape } from "./conv2d_weight_gradient_shape.ts";
import { paddedBytes, type PaddedPlanes } from "./pad_images.ts";
import { TILE_BYTES, TILE_COLUMNS } from "./tile.ts";

/** Bytes from one row, plane, image to the next, where images are read. */
export interface ImageStrides {
  readonly row: number;
  readonly plane: number;
  readonly image: number;
}

/** Where images are read: in place, or from padded copies in the thread's own memory. */
export interface ImageMemory {
  readonly padded?: PaddedPlanes;
  readonly strides: ImageStrides;
  /** Bytes of the thread's memory before the copies: a tile and a panel. */
  readonly start: number;
}

/** Copies of the rows that a block of pixels reads, unless no tap leaves the image. */
export function imageMemory(shape: WeightGradientShape, blocks: WeightGradientBlocks): ImageMemory {
  const { groups, channels, height, width, outWidth, kernel, stride, pad: [, left] } = shape;
  const start = TILE_BYTES + blocks.images * blocks.rows * blocks.columns * TILE_COLUMNS * 4;
  if (shape.isInside) {
    const plane = height * width * 4;
    return { start, strides: { row: width * 4, plane, image: groups * channels * plane } };
  }
  const right = Math.max(0, (outWidth - 1) * stride[1] + kernel[1] - left - width);
  const pitch = width + Math.max(left, right);
  const rows = (blocks.rows - 1) * stride[0] + kernel[0];
  const planes = Math.min(blocks.unitChannels, channels);
  const padded = { height, width, rows, pitch, left, planes };
  const strides = { row: pitch * 4, plane: rows * pitch * 4, image: paddedBytes(padded) };
  return { start, strides, padded };
}
