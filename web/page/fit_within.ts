/** Width and height in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A size in the same proportions of at most `side` pixels a side, at least one unless it was none. */
export function fitWithin({ width, height }: Size, side: number): Size {
  const factor = Math.min(1, side / Math.max(width, height, 1));
  const fit = (length: number) => Math.min(length, Math.max(1, Math.round(length * factor)));
  return { width: fit(width), height: fit(height) };
}
