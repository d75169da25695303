import { assertEquals, assertThrows } from "@std/assert";
import { pixelSplit, subset } from "../../../training/data/dataset.ts";

const PIXELS = Uint8Array.of(1, 2, 3, 4, 5, 6);

Deno.test("pixelSplit() gives the bytes of one image", () => {
  const split = pixelSplit(PIXELS, 2, Uint8Array.of(0, 1, 2));
  assertEquals(split.count, 3);
  assertEquals(split.image(1), Uint8Array.of(3, 4));
});

Deno.test("pixelSplit() refuses part of an image and labels of another number", () => {
  assertThrows(() => pixelSplit(PIXELS, 4, new Uint8Array(0)), RangeError, "6 bytes");
  assertThrows(() => pixelSplit(PIXELS, 2, Uint8Array.of(0)), RangeError, "1 labels for 3 images");
});

Deno.test("subset() keeps images with their labels in the order asked", () => {
  const split = subset(pixelSplit(PIXELS, 2, Uint16Array.of(7, 8, 900)), Uint32Array.of(2, 0));
  assertEquals([split.count, ...split.labels], [2, 900, 7]);
  assertEquals([...split.image(0), ...split.image(1)], [5, 6, 1, 2]);
});
