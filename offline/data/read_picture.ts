import {
  type Colour,
  convertChannels,
  createImage,
  decodePng,
  type Image,
  resize,
} from "../../core/image/mod.ts";

/** Files of one's own may be larger than what a server takes from strangers. */
const LIMITS = { maxWidth: 8192, maxHeight: 8192, maxBytes: 64 * 2 ** 20 };

/** How pictures are made alike. */
export interface PictureShape {
  readonly height: number;
  readonly width: number;
  /** What shows through transparent pixels. */
  readonly background: Colour;
}

/**
 * Reads a PNG as an RGB picture of the given size: cut to its shape around the centre, resized,
 * composited on the background.
 * @throws {PngError} If the file is not a PNG that can be read.
 */
export async function readPicture(path: string, shape: PictureShape): Promise<Image> {
  const picture = await decodePng(await Deno.readFile(path), LIMITS);
  return convertChannels(resize(cropCentre(picture, shape), shape), 3, shape.background);
}

/** The largest part around the centre with the shape's ratio of sides. */
export function cropCentre(
  image: Image,
  { height, width }: { height: number; width: number },
): Image {
  const unit = Math.min(image.height / height, image.width / width);
  const rows = Math.max(1, Math.round(unit * height));
  const columns = Math.max(1, Math.round(unit * width));
  if (rows === image.height && columns === image.width) return image;
  const { channels, pixels } = image;
  const cropped = createImage(rows, columns, channels);
  const top = Math.floor((image.height - rows) / 2);
  const left = Math.floor((image.width - columns) / 2);
  for (let row = 0; row < rows; row++) {
    const start = ((top + row) * image.width + left) * channels;
    cropped.pixels.set(
      pixels.subarray(start, start + columns * channels),
      row * columns * channels,
    );
  }
  return cropped;
}
