import type { WeightGradientShape } from "./conv2d_weight_gradient_shape.ts";
import { TILE_BYTES, TILE_COLUMNS, TILE_ROWS } from "./tile.ts";

/** How a weight gradient is cut. The weights of a group are tiles `[panel of 16 outputs][4 pairs (channel, tap)]`. */
export interface WeightGradientBlocks {
  /** Of pixels, that a tile sums in registers: rows of so many images, and parts of a row. */
  readonly images: number;
  readonly rows: number;
  readonly columns: number;
  /** A slice of the batch has so many images, a multiple of `images`; the last one may have fewer. */
  readonly sliceImages: number;
  readonly slices: number;
  /** A unit has so many channels, a multiple of 4; the last one may have fewer. */
  readonly unitChannels: number;
  readonly channelBlocks: number;
  /** Panels of a group, and tiles of a panel. */
  readonly panels: number;
  readonly tiles: number;
}

/** Pixels of a block: with so many a tile spends 5 % of its time on storing its sums. */
const MAX_PIXELS = 128;
/** Images of a block: each is copied by a function of its own. */
const MAX_IMAGES = 8;
/** Bytes of the sums of a unit, which are read and written for each block: a fifth of a second cache of 1 MB. */
const MAX_SUMS = 200 << 10;
/** Enough for four threads to finish at about the same time. */
const UNITS = 8;
/** Floating-point operations of the smallest unit worth handing out: about 10 µs. */
const MIN_OPERATIONS = 1 << 20;

/** Cuts a weight gradient. A function of the shape alone, as the order of the sums depends on it. */
export function weightGradientBlocks(shape: WeightGradientShape): WeightGradientBlocks {
  const { batch, groups, channels, outChannels, outHeight, outWidth, kernel } = shape;
  const taps = kernel[0] * kernel[1];
  const columns = evenly(outWidth, MAX_PIXELS);
  const rows = columns < outWidth ? 1 : evenly(outHeight, Math.floor(MAX_PIXELS / outWidth));
  const pixels = outHeight * outWidth;
  const images = Math.min(batch, MAX_IMAGES, Math.max(1, Math.floor(MAX_PIXELS / pixels)));
  const panels = Math.ceil(outChannels / TILE_COLUMNS);
  const fourChannels = taps * panels * TILE_BYTES;
  const most = Math.max(1, Math.floor(MAX_SUMS / fourChannels)) * TILE_ROWS;
  const unitChannels = Math.ceil(evenly(channels, most) / TILE_ROWS) * TILE_ROWS;
  const channelBlocks = Math.ceil(channels / unitChannels);
  const across = groups * channelBlocks;
  const operations = 2 * batch * pixels * groups * channels * outChannels * taps;
  const slices = Math.max(
    1,
    Math.min(Math.ceil(UNITS / across), Math.floor(operations / across / MIN_OPERATIONS)),
  );
  const sliceImages = Math.ceil(Math.ceil(batch / images) / slices) * images;
  return {
    images,
    rows,
    columns,
    sliceImages,
    slices: Math.ceil(batch / sliceImages),
    unitChannels,
    channelBlocks,
    panels,
    tiles: Math.ceil(channels * taps / TILE_ROWS),
  };
}

/** The size of even blocks of at most `most`. */
function evenly(size: number, most: number): number {
  return Math.ceil(size / Math.ceil(size / most));
}
