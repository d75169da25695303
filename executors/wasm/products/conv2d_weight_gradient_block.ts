import {
  type Code,
  forEach,
  type FunctionBuilder,
  i32,
  type ModuleBuilder,
  when,
} from "../assembler/mod.ts";
import type { WeightGradientBlocks } from "./conv2d_weight_gradient_blocks.ts";
import type { ImageStrides } from "./conv2d_weight_gradient_images.ts";
import type { WeightGradientShape } from "./conv2d_weight_gradient_shape.ts";
import { packColumns } from "./matmul_pack.ts";
import { once } from "./once.ts";
import { TILE_BYTES, TILE_COLUMNS, TILE_ROWS, tileFunction } from "./tile.ts";

/** Pixels whose products are summed. */
export interface PixelBlock {
  readonly images: number;
  readonly rows: number;
  readonly columns: number;
}

/** Where a function finds things. */
export interface BlockPlaces {
  readonly strides: ImageStrides;
  /** Address of {@link TILE_BYTES}, followed by the panel of dY. */
  readonly scratch: number;
}

/**
 * A function (x, dY, sums, channels) that adds the products of a block of pixels to the sums of some channels of a
 * group, `[panel][tile][4][16]`. Addresses are those of the first; x is where the first pixel reads its first tap.
 */
export function weightGradientBlockFunction(
  module: ModuleBuilder,
  { shape, blocks, pixels, places }: {
    readonly shape: WeightGradientShape;
    readonly blocks: WeightGradientBlocks;
    readonly pixels: PixelBlock;
    readonly places: BlockPlaces;
  },
): FunctionBuilder {
  const { groups, outChannels, outHeight, outWidth } = shape;
  const made = module.function({ parameters: ["i32", "i32", "i32", "i32"] });
  const [x, dY, sums, channels] = made.parameters;
  const panel = made.local("i32");
  const addTiles = tilesFunction(module, { shape, pixels, places });
  const planeBytes = outHeight * outWidth * 4;
  const count = pixels.rows * pixels.columns;
  const product = (columns: number): Code => [
    ...Array.from({ length: pixels.images }, (_, image) =>
      once(module, packColumns, {
        count,
        columns,
        rowBytes: planeBytes,
        panel: places.scratch + TILE_BYTES + image * count * TILE_COLUMNS * 4,
      }).call(i32.add(dY.get, i32.const(image * groups * outChannels * planeBytes)))).flat(),
    ...addTiles.call(x.get, sums.get, channels.get),
  ];
  const last = outChannels % TILE_COLUMNS;
  made.add(
    forEach(
      panel,
      { to: i32.const(Math.floor(outChannels / TILE_COLUMNS)) },
      product(TILE_COLUMNS),
      dY.increase(TILE_COLUMNS * planeBytes),
      sums.increase(blocks.tiles * TILE_BYTES),
    ),
    last > 0 ? product(last) : [],
  );
  return made;
}

/** A function (x, sums, channels) that multiplies the panel with all pairs (channel, tap), four at a time. */
function tilesFunction(
  module: ModuleBuilder,
  { shape: { channels, kernel, stride }, pixels, places: { strides, scratch } }: {
    readonly shape: WeightGradientShape;
    readonly pixels: PixelBlock;
    readonly places: BlockPlaces;
  },
): FunctionBuilder {
  const offsets: number[] = [];
  for (let image = 0; image < pixels.images; image++) {
    for (let row = 0; row < pixels.rows; row++) {
      for (let column = 0; column < pixels.columns; column++) {
        offsets.push(
          image * strides.image + row * stride[0] * strides.row + column * stride[1] * 4,
        );
      }
    }
  }
  const tile = once(module, tileFunction, { offsets, panel: scratch + TILE_BYTES, tile: scratch });
  const made = module.function({ parameters: ["i32", "i32", "i32"] });
  const [x, sums, count] = made.parameters;
  const channel = made.local("i32");
  const taps = kernel[0] * kernel[1];
  /** The tiles of so many channels, at most four. A tile past the last pair repeats it. */
  const tilesOf = (channels: number): Code => {
    const pairs = channels * taps;
    return Array.from({ length: Math.ceil(pairs / TILE_ROWS) }, (_, at) => {
      const rows = [0, 1, 2, 3].map((row) => {
        const pair = Math.min(at * TILE_ROWS + row, pairs - 1);
        const tap = pair % taps;
        const offset = Math.floor(pair / taps) * strides.plane +
          Math.floor(tap / kernel[1]) * strides.row + tap % kernel[1] * 4;
        return i32.add(x.get, i32.const(offset));
      });
      return tile.call(...rows, i32.add(sums.get, i32.const(at * TILE_BYTES)));
    }).flat();
  };
  const last = channels % TILE_ROWS;
  made.add(
    forEach(
      channel,
      { to: i32.and(count.get, i32.const(-TILE_ROWS)), step: TILE_ROWS },
      tilesOf(TILE_ROWS),
      x.increase(TILE_ROWS * strides.plane),
      sums.increase(taps * TILE_BYTES),
    ),
    last > 0 ? when(i32.lt_u(channel.get, count.get), tilesOf(last)) : [],
  );
  return made;
}
