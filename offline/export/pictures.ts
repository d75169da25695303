import {
  type ChannelCount,
  contactSheet,
  encodePng,
  type Image,
  imageFromPixels,
} from "../../core/image/mod.ts";
import type { Model } from "../../generation/model.ts";
import type { Split } from "../../training/data/dataset.ts";

/** Images in a row of the sheets. */
const COLUMNS = 10;
/** Shortest side of an image on a sheet, in pixels. */
const MIN_SIDE = 48;
const GAP = 2;

/**
 * The sheet `samples.png`: one row a class (or ten rows), seeds 0, 1, 2 … in order, none picked;
 * temperature 1, no truncation, no guidance.
 */
export function drawSamples(model: Model): Uint8Array<ArrayBuffer> {
  const { classes } = model.manifest;
  const rows = classes.length || COLUMNS;
  const images = Array.from({ length: rows * COLUMNS }, (_, seed) => {
    const chosen = classes.length > 0 ? { class: Math.floor(seed / COLUMNS) } : {};
    const { codes } = model.sample({ seed, ...chosen, temperature: 1, guidance: 1 });
    return imageOf(model, model.decode(codes));
  });
  return sheet(images, COLUMNS);
}

/** The sheet `reconstructions.png`: the first images of the split, each above what the codes keep of it. */
export function drawReconstructions(model: Model, split: Split): Uint8Array<ArrayBuffer> {
  const images: Image[] = [];
  for (let start = 0; start < Math.min(3 * COLUMNS, split.count); start += COLUMNS) {
    const originals = Array.from(
      { length: Math.min(COLUMNS, split.count - start) },
      (_, i) => Float32Array.from(split.image(start + i), (byte) => byte / 255),
    );
    const rebuilt = originals.map((pixels) => {
      const { latents } = model;
      return latents
        ? latents.decodeAll([latents.encode(pixels)])[0]
        : model.decode(model.encode(pixels));
    });
    for (const row of [originals, rebuilt]) {
      images.push(...row.map((pixels) => imageOf(model, pixels)));
      while (images.length % COLUMNS !== 0) {
        images.push(imageOf(model, new Float32Array(pixelsOf(model))));
      }
    }
  }
  return sheet(images, COLUMNS);
}

function sheet(images: readonly Image[], columns: number): Uint8Array<ArrayBuffer> {
  const side = Math.min(images[0].width, images[0].height);
  const scale = Math.max(1, Math.ceil(MIN_SIDE / side));
  return encodePng(contactSheet(images, { columns, gap: GAP }), { scale });
}

function imageOf(model: Model, pixels: Float32Array): Image {
  const { channels, height, width } = model.manifest.image;
  return imageFromPixels(pixels, { channels: channels as ChannelCount, height, width });
}

function pixelsOf({ manifest: { image } }: Model): number {
  return image.channels * image.height * image.width;
}
