import { Random } from "../../core/random/random.ts";

/** Streams of the run's seed that augment batches: this one and those after it, one a step. */
const AUGMENT_STREAM = 0x80000000;

/** What may happen to a training image. */
export interface Augmentation {
  /** Mirror left and right, one time in two. */
  readonly flip: boolean;
  /** Move by up to this many pixels each way; the edge is repeated into the gap. */
  readonly shift: number;
}

/**
 * Augments a batch in place. What happens to item k depends on seed, step and k alone.
 * @param pixels `[n, channels, height, width]`
 */
export function augmentBatch(
  pixels: Float32Array,
  { channels, height, width }: { channels: number; height: number; width: number },
  { flip, shift, seed, step }: Augmentation & { seed: number; step: number },
): void {
  const random = new Random(seed, AUGMENT_STREAM + step);
  const planeSize = height * width;
  const plane = new Float32Array(planeSize);
  for (let start = 0; start < pixels.length; start += channels * planeSize) {
    const mirrored = random.integer(2) === 1 && flip;
    const down = random.integer(2 * shift + 1) - shift;
    const right = random.integer(2 * shift + 1) - shift;
    for (let channel = 0; channel < channels; channel++) {
      const target = pixels.subarray(
        start + channel * planeSize,
        start + (channel + 1) * planeSize,
      );
      plane.set(target);
      for (let row = 0; row < height; row++) {
        const fromRow = clamp(row - down, height - 1) * width;
        for (let column = 0; column < width; column++) {
          const shifted = clamp(column - right, width - 1);
          target[row * width + column] =
            plane[fromRow + (mirrored ? width - 1 - shifted : shifted)];
        }
      }
    }
  }
}

function clamp(position: number, last: number): number {
  return position < 0 ? 0 : position > last ? last : position;
}
