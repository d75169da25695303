import type { TensorOf } from "../../../core/graph/mod.ts";
import type { Lowering } from "../compiled/lowering.ts";
import type { Buffer } from "../compiled/task.ts";
import { weightGradientBlocks } from "./conv2d_weight_gradient_blocks.ts";
import { weightGradientShape } from "./conv2d_weight_gradient_shape.ts";
import { sumSlicesTask } from "./conv2d_weight_gradient_sum.ts";
import { weightGradientTask } from "./conv2d_weight_gradient_task.ts";
import { TILE_BYTES } from "./tile.ts";

/** Records the gradient of a convolution's weight: the sums over slices of the batch, then their total. */
export function lowerConv2dWeightGradient(
  context: Lowering,
  y: TensorOf<"conv2d_weight_gradient">,
  out: Buffer,
): void {
  const [x, dY] = y.inputs;
  const shape = weightGradientShape(y);
  const blocks = weightGradientBlocks(shape);
  const words = blocks.slices * shape.groups * blocks.panels * blocks.tiles * TILE_BYTES / 4;
  const sums = context.scratch(words, "sums of conv2d_weight_gradient");
  const operands = { x: context.bufferOf(x), dY: context.bufferOf(dY) };
  context.record(weightGradientTask({ shape, blocks, ...operands, sums }));
  context.record(sumSlicesTask({ shape, blocks, sums, out }));
}
