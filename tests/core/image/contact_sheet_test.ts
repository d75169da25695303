import { assertEquals, assertThrows } from "@std/assert";
import { contactSheet } from "../../../core/image/contact_sheet.ts";
import { createImage, type Image } from "../../../core/image/image.ts";
import { imageFromPixels, pixelsFromImage } from "../../../core/image/pixels.ts";

function plain(grey: number): Image {
  return { width: 2, height: 1, channels: 1, pixels: Uint8Array.of(grey, grey + 1) };
}

Deno.test("contactSheet() lays pictures out in raster order", () => {
  const sheet = contactSheet([plain(10), plain(20), plain(30)], { columns: 2 });
  assertEquals([sheet.height, sheet.width], [2, 4]);
  assertEquals([...sheet.pixels], [10, 11, 20, 21, 30, 31, 0, 0]);
});

Deno.test("contactSheet() fills gaps and empty places with the background", () => {
  const options = { columns: 2, gap: 1, background: [255, 255, 255] as const };
  const sheet = contactSheet([plain(10), plain(20), plain(30)], options);
  assertEquals([sheet.height, sheet.width], [3, 5]);
  const gap = [255, 255, 255, 255, 255];
  assertEquals([...sheet.pixels], [10, 11, 255, 20, 21, ...gap, 30, 31, 255, 255, 255]);
});

Deno.test("contactSheet() fills RGB gaps with the colour", () => {
  const sheet = contactSheet([createImage(1, 1, 3), createImage(1, 1, 3)], {
    gap: 1,
    background: [1, 2, 3],
  });
  assertEquals([...sheet.pixels], [0, 0, 0, 1, 2, 3, 0, 0, 0]);
});

Deno.test("contactSheet() of nine pictures is three by three unless told otherwise", () => {
  const sheet = contactSheet(Array.from({ length: 9 }, () => createImage(4, 4, 1)));
  assertEquals([sheet.height, sheet.width], [12, 12]);
});

Deno.test("contactSheet() is no wider than its pictures", () => {
  assertEquals(contactSheet([plain(1)], { columns: 8 }).width, 2);
});

Deno.test("contactSheet() refuses pictures of different shapes", () => {
  const images = [createImage(1, 2, 1), createImage(2, 1, 1)];
  assertThrows(() => contactSheet(images), RangeError, "[1, 2, 1], [2, 1, 1]");
});

Deno.test("contactSheet() refuses no picture", () => {
  assertThrows(() => contactSheet([]), RangeError, "no picture");
});

Deno.test("pixelsFromImage() puts channels first", () => {
  const image: Image = {
    width: 2,
    height: 1,
    channels: 3,
    pixels: Uint8Array.of(0, 51, 102, 153, 204, 255),
  };
  assertEquals(pixelsFromImage(image), Float32Array.of(0, 0.6, 0.2, 0.8, 0.4, 1));
});

Deno.test("imageFromPixels() undoes pixelsFromImage() for every byte", () => {
  const image: Image = {
    width: 16,
    height: 16,
    channels: 3,
    pixels: Uint8Array.from({ length: 768 }, (_, i) => i),
  };
  assertEquals(imageFromPixels(pixelsFromImage(image), image), image);
});

Deno.test("imageFromPixels() rounds, clamps, and turns NaN into 0", () => {
  const values = Float32Array.of(-1, 0.49 / 255, 0.51 / 255, 1.5, Infinity, NaN);
  const { pixels } = imageFromPixels(values, { channels: 1, height: 1, width: 6 });
  assertEquals([...pixels], [0, 0, 1, 255, 255, 0]);
});

Deno.test("imageFromPixels() refuses values that do not fill the shape", () => {
  const shape = { channels: 1, height: 2, width: 2 } as const;
  assertThrows(() => imageFromPixels(new Float32Array(3), shape), RangeError, "to be [1, 2, 2]");
});
