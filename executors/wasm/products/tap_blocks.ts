/** Products that a tile sums at a stretch: more would fill the first cache, fewer spend the time on loads and stores. */
export const MOST_PRODUCTS = 104;
const MOST_APART = 64;
const FEW = 40;

/** How the products of a sum are cut into what one call of a tile computes. */
export interface TapBlocks {
  /** Numbers of taps, in order. */
  readonly chunks: readonly number[];
  /** Channels of a block, and of the last one of each chunk if it is smaller, else 0. */
  readonly channels: number;
  readonly rest: number;
  /** Blocks of `channels` in each chunk. */
  readonly full: number;
}

/** Cuts the products of `channels` channels and `taps` taps: into chunks no more than needed. */
export function tapBlocks(channels: number, taps: number): TapBlocks {
  const count = Math.ceil(taps / MOST_PRODUCTS);
  const chunks = Array.from(
    { length: count },
    (_, i) => Math.floor((taps * (i + 1)) / count) - Math.floor((taps * i) / count),
  );
  return { chunks, ...channelBlocks(channels, Math.max(1, ...chunks)) };
}

/** The same with each tap in a chunk of its own, and fewer products: what four images hold of each channel is far apart. */
export function blocksOfTaps(channels: number, taps: number): TapBlocks {
  return { chunks: new Array(taps).fill(1), ...channelBlocks(channels, 1, MOST_APART) };
}

/** Blocks of one size where it is not far too small. */
function channelBlocks(
  channels: number,
  taps: number,
  products = MOST_PRODUCTS,
): Omit<TapBlocks, "chunks"> {
  const most = Math.min(channels, Math.floor(products / taps));
  let size = most;
  while (channels % size > 0) size--;
  if (size < most && size * taps < FEW) {
    size = Math.ceil(channels / Math.ceil(channels / most));
  }
  return { channels: size, rest: channels % size, full: Math.floor(channels / size) };
}
