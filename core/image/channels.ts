import { type ChannelCount, type Colour, createImage, type Image, WHITE } from "./image.ts";

/**
 * Converts a picture to another number of channels.
 *
 * Alpha is composited on the background before it is dropped, and is 255 when added; grey is the luma of Rec. 601 in the
 * integer arithmetic of Pillow. Returns the same picture if nothing changes.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { convertChannels } from "@tessera/tessera";
 *
 * const grey = { height: 1, width: 2, channels: 1 as const, pixels: Uint8Array.of(0, 255) };
 * assertEquals([...convertChannels(grey, 3).pixels], [0, 0, 0, 255, 255, 255]);
 * ```
 */
export function convertChannels(
  image: Image,
  channels: ChannelCount,
  background: Colour = WHITE,
): Image {
  if (image.channels === channels) return image;
  const converted = createImage(image.height, image.width, channels);
  convertInto(image, converted, background);
  return converted;
}

/** {@link convertChannels} into an existing picture of the same size. */
export function convertInto(image: Image, converted: Image, background: Colour = WHITE): void {
  const { channels } = converted;
  const from = image.pixels, to = converted.pixels;
  if (image.channels === channels) {
    to.set(from);
    return;
  }
  const count = image.width * image.height;
  const colour = [0, 0, 0];
  for (let i = 0, at = 0, out = 0; i < count; i++, at += image.channels, out += channels) {
    for (let c = 0; c < 3; c++) colour[c] = from[at + (image.channels === 1 ? 0 : c)];
    if (image.channels === 4) {
      const alpha = from[at + 3];
      for (let c = 0; c < 3; c++) colour[c] = over(colour[c], alpha, background[c]);
    }
    if (channels === 1) {
      to[out] = luma(colour);
      continue;
    }
    for (let c = 0; c < 3; c++) to[out + c] = colour[c];
    if (channels === 4) to[out + 3] = 255;
  }
}

/** Luma in `[0, 255]`. Source: ITU-R Rec. BT.601, weights over 2^16. */
export function luma([red, green, blue]: Readonly<ArrayLike<number>> & Iterable<number>): number {
  return (19595 * red + 38470 * green + 7471 * blue + 32768) >>> 16;
}

function over(colour: number, alpha: number, background: number): number {
  return Math.floor((colour * alpha + background * (255 - alpha) + 127) / 255);
}
