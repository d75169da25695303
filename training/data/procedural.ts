import { Random } from "../../core/random/random.ts";
import type { Dataset, Split } from "./dataset.ts";
import { drawShape } from "./draw_shape.ts";
import { SHAPES } from "./shapes.ts";

/** How many images each split counts; more can be drawn from any of them. */
export interface ProceduralCounts {
  readonly train: number;
  readonly validation: number;
  readonly test: number;
}

const NAMES = Object.keys(SHAPES);
const DEFAULT_COUNTS: ProceduralCounts = { train: 20_000, validation: 1_000, test: 2_000 };
const MIN_SIZE = 8;
const MAX_SIZE = 512;
/** Streams of one split; `image(i)` is defined for every i below. */
const SPLIT_STREAMS = 2 ** 28;

/**
 * The built-in set: shapes in colour, ten classes in equal parts. Image i of a split depends on seed,
 * split and i alone, so the set is endless and needs no file.
 * @param options.size Height and width, 8 to 512. Default 16.
 * @throws {RangeError} If the size is out of range.
 */
export function proceduralDataset(
  { size = 16, seed = 0, counts = DEFAULT_COUNTS }: {
    size?: number;
    seed?: number;
    counts?: ProceduralCounts;
  } = {},
): Dataset {
  if (!Number.isInteger(size) || size < MIN_SIZE || size > MAX_SIZE) {
    throw new RangeError(
      `Cannot draw the procedural set: expected size to be in [${MIN_SIZE}, ${MAX_SIZE}], ` +
        `got [${size}]`,
    );
  }
  const split = (count: number, firstStream: number): Split => ({
    count,
    labels: Uint8Array.from({ length: count }, (_, index) => index % NAMES.length),
    image: (index) =>
      drawShape(SHAPES[NAMES[index % NAMES.length]], size, new Random(seed, firstStream + index)),
  });
  return {
    name: "procedural",
    licence: "CC0-1.0",
    source: `drawn by this program: ${NAMES.length} shapes, seed ${seed}`,
    height: size,
    width: size,
    channels: 3,
    classes: NAMES,
    splits: {
      train: split(counts.train, 0),
      validation: split(counts.validation, SPLIT_STREAMS),
      test: split(counts.test, 2 * SPLIT_STREAMS),
    },
  };
}
