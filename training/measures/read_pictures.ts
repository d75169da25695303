import { evaluationBatches } from "../evaluation_batches.ts";
import { FEATURES } from "./classifier.ts";
import type { Report } from "./compute.ts";
import type { Features } from "./features.ts";
import { CODEC_BATCH } from "./picture_codec.ts";
import type { Classifier } from "./train_classifier.ts";

/** Images that a classifier can read. */
export interface PictureSource {
  /** For reports. */
  readonly what: string;
  readonly count: number;
  /** The class of an image. */
  classOf(index: number): number;
  /** @param indices `[CODEC_BATCH]`. @returns `[CODEC_BATCH, c, h, w]` in [0, 1], which the next call may overwrite. */
  pixels(indices: Uint32Array): Float32Array | Promise<Float32Array>;
}

/** What a classifier made of images. */
export interface PictureReading {
  /** Of the images that it reads as their class. */
  readonly share: number;
  readonly features: Features;
}

/** Lets a classifier read all images of a source. */
export async function readPictures(
  classifier: Classifier,
  { what, count, classOf, pixels }: PictureSource,
  report?: Report,
): Promise<PictureReading> {
  const values = new Float32Array(count * FEATURES);
  let right = 0;
  for (const { indices, used } of evaluationBatches(count, CODEC_BATCH)) {
    const { classes, features } = await classifier.read(await pixels(indices));
    for (let item = 0; item < used; item++) {
      if (classes[item] === classOf(indices[item])) right++;
    }
    values.set(features.subarray(0, used * FEATURES), indices[0] * FEATURES);
    report?.(what, indices[0] + used, count);
  }
  return { share: right / count, features: { count, width: FEATURES, values } };
}
