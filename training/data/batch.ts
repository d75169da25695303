import type { Split } from "./dataset.ts";

/** Byte b as the f32 nearest to b / 255. */
const UNIT_OF_BYTE = Float32Array.from({ length: 256 }, (_, byte) => byte / 255);

/**
 * Copies images into a batch.
 * @param indices `[n]` images of the split.
 * @param pixels Receives `[n, channels, height, width]` f32 in [0, 1].
 * @throws {RangeError} If an index is outside the split or the batch has another size.
 */
export function fillBatch(split: Split, indices: Uint32Array, pixels: Float32Array): void {
  const stride = pixels.length / indices.length;
  indices.forEach((index, item) => {
    const bytes = split.image(checkedIndex(split, index));
    if (bytes.length !== stride) {
      throw new RangeError(
        `Cannot fill a batch: expected ${indices.length} images of ${bytes.length} values, ` +
          `got ${pixels.length}`,
      );
    }
    const start = item * stride;
    for (let at = 0; at < stride; at++) pixels[start + at] = UNIT_OF_BYTE[bytes[at]];
  });
}

/**
 * Copies labels into a batch.
 * @param indices `[n]` images of the split.
 * @param labels Receives `[n]` class indices.
 * @throws {RangeError} If an index is outside the split, or the split has no labels.
 */
export function fillLabels(
  split: Split,
  indices: Uint32Array,
  labels: Uint32Array | Int32Array,
): void {
  if (split.labels.length === 0) {
    throw new RangeError(`Cannot fill labels: expected a split with labels, got none`);
  }
  indices.forEach((index, item) => labels[item] = split.labels[checkedIndex(split, index)]);
}

function checkedIndex(split: Split, index: number): number {
  if (index < split.count) return index;
  throw new RangeError(
    `Cannot take image [${index}]: expected the index to be below the split's count, ` +
      `got ${split.count}`,
  );
}
