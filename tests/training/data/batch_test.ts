import { assertEquals, assertThrows } from "@std/assert";
import { fillBatch, fillLabels } from "../../../training/data/batch.ts";
import { pixelSplit } from "../../../training/data/dataset.ts";

const SPLIT = pixelSplit(Uint8Array.of(0, 255, 51, 102), 2, Uint8Array.of(4, 5));

Deno.test("fillBatch() writes the images asked for as f32 in [0, 1]", () => {
  const pixels = new Float32Array(6);
  fillBatch(SPLIT, Uint32Array.of(1, 0, 1), pixels);
  assertEquals(pixels, Float32Array.of(0.2, 0.4, 0, 1, 0.2, 0.4));
});

Deno.test("fillBatch() refuses an index outside the split and a batch of another size", () => {
  assertThrows(() => fillBatch(SPLIT, Uint32Array.of(2), new Float32Array(2)), RangeError, "[2]");
  assertThrows(() => fillBatch(SPLIT, Uint32Array.of(1), new Float32Array(3)), RangeError, "3");
});

Deno.test("fillLabels() writes the labels asked for", () => {
  const labels = new Int32Array(3);
  fillLabels(SPLIT, Uint32Array.of(1, 0, 1), labels);
  assertEquals(labels, Int32Array.of(5, 4, 5));
});

Deno.test("fillLabels() refuses a split without labels", () => {
  const split = pixelSplit(Uint8Array.of(1), 1, new Uint8Array(0));
  assertThrows(() => fillLabels(split, Uint32Array.of(0), new Uint32Array(1)), RangeError, "none");
});
