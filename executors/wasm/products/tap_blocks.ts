/** Products that a tile sums at a stretch: more would fill the first cache, fewer spend the time on loads and stores. */
export const MOST_PRODUCTS = 104;
const FEW = 40;

/** How the products of a sum are cut into what one call of a tile computes. */
export interface TapBlocks {
  /** Numbers of taps, in order; one, unless there are too many of them. */
  readonly chunks: readonly number[];
  /** Channels of a block, and of the last one of each chunk if it is smaller, else 0. */
  readonly channels: number;
  readonly rest: number;
  /** Blocks of `channels` in each chunk. */
  readonly full: number;
}

/** Cuts the products of `channels` channels and `taps` taps: into blocks of one size, where that is not far too small. */
export function tapBlocks(channels: number, taps: number): TapBlocks {
  const count = Math.ceil(taps / MOST_PRODUCTS);
  const chunks = Array.from(
    { length: count },
    (_, i) => Math.floor((taps * (i + 1)) / count) - Math.floor((taps * i) / count),
  );
  const most = Math.max(
    1,
    Math.min(channels, Math.floor(MOST_PRODUCTS * count / Math.max(1, taps))),
  );
  let size = most;
  while (channels % size > 0) size--;
  if (size < most && size * taps < FEW * count) {
    size = Math.ceil(channels / Math.ceil(channels / most));
  }
  return { chunks, channels: size, rest: channels % size, full: Math.floor(channels / size) };
}
