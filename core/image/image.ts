/** Samples per pixel: grey, RGB, or RGB with straight alpha. */
export type ChannelCount = 1 | 3 | 4;

/** A picture in memory, 8 bits per sample. */
export interface Image {
  /** In pixels. */
  readonly width: number;
  /** In pixels. */
  readonly height: number;
  /** Samples per pixel. */
  readonly channels: ChannelCount;
  /** `[height, width, channels]`, row-major. */
  readonly pixels: Uint8Array;
}

/** Red, green and blue in `[0, 255]`. */
export type Colour = readonly [red: number, green: number, blue: number];

/** The colour of gaps in a contact sheet. */
export const BLACK: Colour = [0, 0, 0];
/** The default background of transparent pictures. */
export const WHITE: Colour = [255, 255, 255];

/**
 * Creates a picture of zeros.
 *
 * @throws {RangeError} If a side is not a positive integer.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { createImage } from "@tessera/tessera";
 *
 * const { pixels } = createImage(2, 3, 4);
 * assertEquals(pixels.length, 2 * 3 * 4);
 * ```
 */
export function createImage(height: number, width: number, channels: ChannelCount): Image {
  return requireImage({
    height,
    width,
    channels,
    pixels: new Uint8Array(height * width * channels),
  });
}

/** Validates and returns the image. @throws {RangeError} If sides, channels and pixels do not agree. */
export function requireImage(image: Image): Image {
  const { width, height, channels, pixels } = image;
  const sides = Number.isInteger(width) && width > 0 && Number.isInteger(height) && height > 0;
  const known = channels === 1 || channels === 3 || channels === 4;
  if (sides && known && pixels.length === height * width * channels) return image;
  throw new RangeError(
    "Cannot use image: expected its pixels to be [height, width, 1, 3 or 4], " +
      `got ${pixels.length} bytes for [${height}, ${width}, ${channels}]`,
  );
}
