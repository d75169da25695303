import {
  type Code,
  forEach,
  type FunctionBuilder,
  i32,
  type Local,
  type ModuleBuilder,
} from "../assembler/mod.ts";
import type { Buffer, Task } from "../compiled/task.ts";
import { weightGradientBlockFunction } from "./conv2d_weight_gradient_block.ts";
import type { WeightGradientBlocks } from "./conv2d_weight_gradient_blocks.ts";
import { imageMemory } from "./conv2d_weight_gradient_images.ts";
import type { WeightGradientShape } from "./conv2d_weight_gradient_shape.ts";
import { zeroWords } from "./copy_words.ts";
import { once } from "./once.ts";
import { padImages } from "./pad_images.ts";
import { TILE_BYTES, TILE_ROWS } from "./tile.ts";
import { addressAfter, callUnits, split, unitsSignature, upTo } from "./unit_places.ts";

/** A weight gradient and where it is. */
export interface WeightGradient {
  readonly shape: WeightGradientShape;
  readonly blocks: WeightGradientBlocks;
  readonly x: Buffer;
  readonly dY: Buffer;
  /** `[slices][groups][panels][tiles][4 pairs (channel, tap)][16 outputs]`. */
  readonly sums: Buffer;
}

/** The task that sums the weight gradient over each slice of the batch. A unit takes some channels of a group. */
export function weightGradientTask(gradient: WeightGradient): Task {
  const { shape, blocks, x, dY, sums } = gradient;
  const { start, padded, strides } = imageMemory(shape, blocks);
  return {
    name: "conv2d_weight_gradient",
    units: blocks.slices * shape.groups * blocks.channelBlocks,
    reads: [x, dY],
    writes: [sums],
    scratchBytes: start + (padded ? blocks.images * strides.image : 0),
    emit: (module, scratch) =>
      callUnits(module, once(module, unitsFunction, { shape, blocks, scratch }), [x, dY, sums]),
  };
}

/** A function (first unit, end, x, dY, sums). */
function unitsFunction(
  module: ModuleBuilder,
  { shape, blocks, scratch }:
    & Pick<WeightGradient, "shape" | "blocks">
    & { readonly scratch: number },
): FunctionBuilder {
  const { batch, groups, channels, outChannels, outHeight, outWidth, stride, pad } = shape;
  const { images, sliceImages, unitChannels, channelBlocks, panels, tiles } = blocks;
  const made = module.function(unitsSignature(3));
  const [first, end, x, dY, sums] = made.parameters;
  const [unit, rest, channel, group, slice, count] = made.locals("i32", 6);
  const [image, left, row, xAt, dYAt, sumsAt] = made.locals("i32", 6);
  const { padded, strides, start } = imageMemory(shape, blocks);
  const copies = Array.from(
    { length: padded ? images : 0 },
    (_, i) => padImages(module, padded!, scratch + start + i * strides.image),
  );
  const taps = shape.kernel[0] * shape.kernel[1];
  const bytes = {
    x: groups * channels * shape.height * shape.width * 4,
    dY: groups * outChannels * outHeight * outWidth * 4,
    sums: panels * tiles * TILE_BYTES,
  };
  /** Some rows, from `row` on, of some images. */
  const addRows = (images: number, rows: number): Code => {
    const topRow = i32.sub(i32.mul(row.get, i32.const(stride[0])), i32.const(pad[0]));
    const code = copies.slice(0, images).flatMap((copy, i) =>
      copy.call(i32.add(xAt.get, i32.const(i * bytes.x)), topRow, count.get)
    );
    const from = padded
      ? i32.const(scratch + start)
      : i32.add(xAt.get, i32.mul(topRow, i32.const(strides.row)));
    for (let column = 0; column < outWidth; column += blocks.columns) {
      const columns = Math.min(blocks.columns, outWidth - column);
      const add = weightGradientBlockFunction(module, {
        shape,
        blocks,
        pixels: { images, rows, columns },
        places: { strides, scratch },
      });
      code.push(...add.call(
        i32.add(from, i32.const(column * stride[1] * 4)),
        i32.add(
          dYAt.get,
          i32.mul(i32.add(i32.mul(row.get, i32.const(outWidth)), i32.const(column)), i32.const(4)),
        ),
        sumsAt.get,
        count.get,
      ));
    }
    return code;
  };
  const addImages = (images: number): Code => {
    const last = outHeight % blocks.rows;
    return [
      ...forEach(
        row,
        { to: i32.const(outHeight - last), step: blocks.rows },
        addRows(images, blocks.rows),
      ),
      ...last > 0 ? addRows(images, last) : [],
      ...xAt.increase(images * bytes.x),
      ...dYAt.increase(images * bytes.dY),
    ];
  };
  made.add(forEach(
    unit,
    { from: first.get, to: end.get },
    rest.set(unit.get),
    split(rest, channel, channelBlocks),
    split(rest, group, groups),
    slice.set(rest.get),
    channel.set(i32.mul(channel.get, i32.const(unitChannels))),
    count.set(upTo(unitChannels, i32.sub(i32.const(channels), channel.get))),
    image.set(i32.mul(slice.get, i32.const(sliceImages))),
    left.set(upTo(sliceImages, i32.sub(i32.const(batch), image.get))),
    xAt.set(addressAfter(x, [
      [image, bytes.x],
      [group, bytes.x / groups],
      [channel, shape.height * shape.width * 4],
    ])),
    dYAt.set(addressAfter(dY, [[image, bytes.dY], [group, bytes.dY / groups]])),
    sumsAt.set(addressAfter(sums, [
      [slice, groups * bytes.sums],
      [group, bytes.sums],
      [channel, taps * TILE_BYTES / 4],
    ])),
    clearSums(made, { shape, blocks, sums: sumsAt, channels: count }),
    forEach(
      image,
      { to: i32.sub(left.get, i32.rem_u(left.get, i32.const(images))), step: images },
      addImages(images),
    ),
    batch % images > 0 ? forEach(image, { from: image.get, to: left.get }, addImages(1)) : [],
  ));
  return made;
}

/** Zeros the sums of some channels. */
function clearSums(
  made: FunctionBuilder,
  { shape: { kernel }, blocks: { panels, tiles }, sums, channels }: {
    readonly shape: WeightGradientShape;
    readonly blocks: WeightGradientBlocks;
    readonly sums: Local;
    readonly channels: Local;
  },
): Code {
  const [panel, tile, at] = made.locals("i32", 3);
  const pairs = i32.mul(channels.get, i32.const(kernel[0] * kernel[1]));
  const count = i32.div_u(i32.add(pairs, i32.const(TILE_ROWS - 1)), i32.const(TILE_ROWS));
  return forEach(
    panel,
    { to: i32.const(panels * tiles * TILE_BYTES), step: tiles * TILE_BYTES },
    at.set(i32.add(sums.get, panel.get)),
    forEach(
      tile,
      { to: count },
      zeroWords(made, at.get, TILE_BYTES / 4),
      at.increase(TILE_BYTES),
    ),
  );
}
