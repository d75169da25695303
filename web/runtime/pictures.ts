import { convertChannels, imageFromPixels, pixelsFromImage, resize } from "../../core/image/mod.ts";
import type { Manifest } from "../../core/bundle/mod.ts";
import type { Picture } from "./page_model.ts";

const MAX_SIDE = 4096;

/** The picture of a model's pixels `[c, h, w]`. */
export function pictureOf(pixels: Float32Array, { image }: Manifest): Picture {
  const { width, height, pixels: rgba } = convertChannels(imageFromPixels(pixels, image), 4);
  return { width, height, rgba: new Uint8ClampedArray(rgba.buffer as ArrayBuffer) };
}

/**
 * A model's pixels `[c, h, w]` of any picture, as the server makes them of a PNG: alpha over white, then
 * resized.
 * @throws {RangeError} If a side is not in [1, 4096], or the bytes do not fill the picture.
 */
export function pixelsOf({ width, height, rgba }: Picture, { image }: Manifest): Float32Array {
  for (const side of [width, height]) {
    if (Number.isInteger(side) && side >= 1 && side <= MAX_SIDE) continue;
    throw new RangeError(
      `Cannot encode a picture: expected its sides to be in [1, ${MAX_SIDE}], got ${width}×${height}`,
    );
  }
  const given = { width, height, channels: 4 as const, pixels: new Uint8Array(rgba) };
  const converted = convertChannels(given, image.channels);
  return pixelsFromImage(resize(converted, image));
}
