import type { Pictures } from "../../models/recipe.ts";

/** One class index per image. */
export type Labels = Uint8Array | Uint16Array;

/** A fixed, ordered part of a data set. */
export interface Split {
  readonly count: number;
  /** `[count]` indices into the classes; of length 0 where the data set has no classes. */
  readonly labels: Labels;
  /** The `[channels, height, width]` bytes of one image, which may be a view: do not write into it. */
  image(index: number): Uint8Array;
}

/** The three parts of a data set. No image of `test` is ever trained on. */
export interface Splits {
  readonly train: Split;
  readonly validation: Split;
  readonly test: Split;
}

/** Images of one shape, split once and for all. */
export interface Dataset {
  readonly name: string;
  readonly licence: string;
  readonly source: string;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** Empty where images have no labels. */
  readonly classes: readonly string[];
  readonly splits: Splits;
}

/** What a recipe takes from a data set. */
export function picturesOf({ channels, height, width, classes }: Dataset): Pictures {
  return { image: { channels, height, width }, classes: classes.length };
}

/**
 * Makes a split of bytes in memory.
 * @param pixels `[count, channels, height, width]` bytes.
 * @throws {RangeError} If pixels, image size and labels do not agree.
 */
export function pixelSplit(pixels: Uint8Array, bytesPerImage: number, labels: Labels): Split {
  const count = pixels.length / bytesPerImage;
  if (!Number.isInteger(count)) {
    throw new RangeError(
      `Cannot make a split: expected pixels to fill whole images of ${bytesPerImage} bytes, ` +
        `got ${pixels.length} bytes`,
    );
  }
  if (labels.length !== 0 && labels.length !== count) {
    throw new RangeError(
      "Cannot make a split: expected one label per image, " +
        `got ${labels.length} labels for ${count} images`,
    );
  }
  return {
    count,
    labels,
    image: (index) => pixels.subarray(index * bytesPerImage, (index + 1) * bytesPerImage),
  };
}

/** The images of `split` at `indices`, in that order. */
export function subset(split: Split, indices: Uint32Array): Split {
  const labels = split.labels.length === 0
    ? new Uint8Array(0)
    : split.labels instanceof Uint8Array
    ? Uint8Array.from(indices, (index) => split.labels[index])
    : Uint16Array.from(indices, (index) => split.labels[index]);
  return { count: indices.length, labels, image: (index) => split.image(indices[index]) };
}

/** The first `count` images of a split, or all of them. */
export function firstOf(split: Split, count: number): Split {
  return subset(split, Uint32Array.from({ length: Math.min(count, split.count) }, (_, i) => i));
}

/** A split without images. */
export function emptySplit(): Split {
  return pixelSplit(new Uint8Array(0), 1, new Uint8Array(0));
}
