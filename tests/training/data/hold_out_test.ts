import { assertEquals, assertThrows } from "@std/assert";
import { hashSplit } from "../../../offline/data/hash_split.ts";
import { type Dataset, emptySplit, pixelSplit } from "../../../training/data/dataset.ts";
import { holdOut } from "../../../training/data/hold_out.ts";
import { proceduralDataset } from "../../../training/data/procedural.ts";

const PIXELS = Uint8Array.from({ length: 50 }, (_, index) => index);
const DATASET: Dataset = {
  ...{ name: "tiny", licence: "none", source: "here", height: 1, width: 1, channels: 1 },
  classes: [],
  splits: {
    train: pixelSplit(PIXELS, 1, PIXELS),
    validation: emptySplit(),
    test: pixelSplit(Uint8Array.of(99), 1, Uint8Array.of(0)),
  },
};

Deno.test("holdOut() parts the train split in two and leaves the test split", () => {
  const { train, validation, test } = holdOut(DATASET, 10).splits;
  assertEquals([train.count, validation.count], [40, 10]);
  assertEquals([...train.labels, ...validation.labels].sort((a, b) => a - b), [...PIXELS]);
  assertEquals(validation.image(3)[0], validation.labels[3]);
  assertEquals(test, DATASET.splits.test);
});

Deno.test("holdOut() takes the same images each time", () => {
  assertEquals(
    hashSplit(holdOut(DATASET, 10).splits.validation),
    hashSplit(holdOut(DATASET, 10).splits.validation),
  );
});

Deno.test("holdOut() leaves a data set that has a validation split, and one asked for none", () => {
  const procedural = proceduralDataset({ counts: { train: 10, validation: 5, test: 5 } });
  assertEquals(holdOut(procedural, 3), procedural);
  assertEquals(holdOut(DATASET, 0), DATASET);
});

Deno.test("holdOut() refuses to leave nothing to train on", () => {
  assertThrows(() => holdOut(DATASET, 50), RangeError, "[50]");
});
