import { assert, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { hashSplit } from "../../../offline/data/hash_split.ts";
import { proceduralDataset } from "../../../training/data/procedural.ts";
import { sha256 } from "../../offline/data/tiny_files.ts";

const COUNTS = { train: 300, validation: 100, test: 200 };

Deno.test("proceduralDataset() draws the same bytes on every machine", () => {
  const { splits } = proceduralDataset({ counts: COUNTS });
  assertEquals(hashSplit(splits.train).slice(0, 16), "18029bb27ac5cbd6");
  assertEquals(hashSplit(splits.test).slice(0, 16), "4775a6505b9ea568");
});

Deno.test("proceduralDataset() image is a function of seed, split and index", () => {
  const { train } = proceduralDataset({ counts: COUNTS }).splits;
  const image = train.image(250);
  train.image(3);
  assertEquals(train.image(250), image);
  assertEquals(proceduralDataset().splits.train.image(250), image);
  assertNotEquals(proceduralDataset({ seed: 1 }).splits.train.image(250), image);
});

Deno.test("proceduralDataset() has no image twice, within or across splits", () => {
  const { train, validation, test } = proceduralDataset({ counts: COUNTS }).splits;
  const seen = new Set<string>();
  for (const split of [train, validation, test]) {
    for (let index = 0; index < split.count; index++) seen.add(sha256(split.image(index)));
  }
  assertEquals(seen.size, 600);
});

Deno.test("proceduralDataset() is endless: images beyond the count can be drawn", () => {
  assertEquals(proceduralDataset({ size: 24 }).splits.train.image(200_000_000).length, 3 * 24 * 24);
});

Deno.test("proceduralDataset() has ten classes in equal parts", () => {
  const { classes, splits } = proceduralDataset({ counts: COUNTS });
  const found = classes.map((_, index) => splits.train.labels.filter((l) => l === index).length);
  assertEquals(found, new Array(10).fill(30));
});

Deno.test("proceduralDataset() shows a shape on every image: corners differ from some pixel", () => {
  const { train } = proceduralDataset().splits;
  for (let index = 0; index < 300; index++) {
    const image = train.image(index);
    const contrast = Math.max(
      ...[0, 256, 512].map((start) =>
        Math.max(
          ...image.subarray(start, start + 256).map((value) => Math.abs(value - image[start])),
        )
      ),
    );
    assert(contrast > 64, `image ${index} has contrast ${contrast}`);
  }
});

Deno.test("proceduralDataset() refuses a size out of range", () => {
  for (const size of [7, 513, 16.5]) {
    assertThrows(() => proceduralDataset({ size }), RangeError, `[${size}]`);
  }
});
