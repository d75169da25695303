import { assertAlmostEquals, assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { convertChannels, luma } from "../../../core/image/channels.ts";
import { type ChannelCount, createImage, type Image } from "../../../core/image/image.ts";
import { resize } from "../../../core/image/resize.ts";
import { upscale } from "../../../core/image/upscale.ts";

const side = fc.integer({ min: 1, max: 24 });
const channelCount = fc.constantFrom<ChannelCount>(1, 3, 4);

function picture(width: number, channels: ChannelCount, pixels: number[]): Image {
  const height = pixels.length / width / channels;
  return { width, height, channels, pixels: Uint8Array.from(pixels) };
}

Deno.test("resize() to the same size copies exactly", () => {
  const opaque = fc.tuple(side, side, fc.constantFrom<ChannelCount>(1, 3)).chain(
    ([width, height, channels]) => {
      const size = width * height * channels;
      return fc.uint8Array({ minLength: size, maxLength: size })
        .map((pixels): Image => ({ width, height, channels, pixels }));
    },
  );
  fc.assert(
    fc.property(opaque, (image) => assertEquals(resize(image, image), image)),
    { numRuns: 50, seed: 1 },
  );
});

Deno.test("resize() keeps a plain colour, whatever the sizes", () => {
  fc.assert(
    fc.property(
      side,
      side,
      side,
      side,
      channelCount,
      (width, height, toWidth, toHeight, channels) => {
        const plain = createImage(height, width, channels);
        plain.pixels.fill(201);
        const expected = createImage(toHeight, toWidth, channels);
        expected.pixels.fill(201);
        assertEquals(resize(plain, { width: toWidth, height: toHeight }), expected);
      },
    ),
    { numRuns: 100, seed: 2 },
  );
});

/** The pixel by the definition of the filter: all of its weights in both directions at once. */
function triangleMean(image: Image, { x, y, c }: Record<"x" | "y" | "c", number>, to: Image) {
  const weight = (i: number, place: number, scale: number) => {
    return Math.max(0, 1 - Math.abs(i + 0.5 - (place + 0.5) * scale) / Math.max(1, scale));
  };
  let sum = 0, total = 0;
  image.pixels.forEach((value, i) => {
    if (i % image.channels !== c) return;
    const pixel = Math.floor(i / image.channels);
    const across = weight(pixel % image.width, x, image.width / to.width);
    const both = across * weight(Math.floor(pixel / image.width), y, image.height / to.height);
    sum += both * value;
    total += both;
  });
  return sum / total;
}

Deno.test("resize() is the mean that the triangle filter defines, whatever the sizes", () => {
  const size = fc.tuple(side, side, fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }));
  const opaque = fc.constantFrom<ChannelCount>(1, 3);
  fc.assert(
    fc.property(size, opaque, fc.nat(), ([width, height, toWidth, toHeight], channels, seed) => {
      const image = createImage(height, width, channels);
      image.pixels.forEach((_, i) => image.pixels[i] = Math.imul(i + seed, 0x9e3779b1) >>> 24);
      const small = resize(image, { height: toHeight, width: toWidth });
      small.pixels.forEach((value, i) => {
        const pixel = Math.floor(i / channels);
        const place = { x: pixel % toWidth, y: Math.floor(pixel / toWidth), c: i % channels };
        // Half a step of rounding, and what f32 loses between columns and rows.
        assertAlmostEquals(value, triangleMean(image, place, small), 0.5 + 1e-4);
      });
    }),
    { numRuns: 100, seed: 3 },
  );
});

Deno.test("resize() to half the width weighs four pixels 1, 3, 3, 1", () => {
  const row = picture(8, 1, [0, 0, 80, 80, 160, 240, 240, 0]);
  // The triangle is 4 wide; what lies outside the picture is left out and the rest weighs more.
  const expected = [
    (0 * 3 + 0 * 3 + 80) / 7,
    (0 + 80 * 3 + 80 * 3 + 160) / 8,
    (80 + 160 * 3 + 240 * 3 + 240) / 8,
    (240 + 240 * 3 + 0) / 7,
  ];
  const { pixels } = resize(row, { width: 4, height: 1 });
  assertEquals([...pixels], expected.map(Math.round));
});

Deno.test("resize() to twice the width mixes neighbours by their distance", () => {
  const row = picture(2, 1, [0, 100]);
  assertEquals([...resize(row, { width: 4, height: 1 }).pixels], [0, 25, 75, 100]);
});

Deno.test("resize() treats rows as it treats columns", () => {
  const across = picture(5, 1, [9, 200, 31, 4, 77]), down = picture(1, 1, [9, 200, 31, 4, 77]);
  const narrow = resize(across, { width: 3, height: 1 }),
    low = resize(down, { width: 1, height: 3 });
  assertEquals(low.pixels, narrow.pixels);
});

Deno.test("resize() skips no pixel of a large picture", () => {
  const large = createImage(1000, 1000, 1);
  for (let i = 0; i < 1e6; i++) large.pixels[i] = (i + Math.floor(i / 1000)) % 2 * 255;
  for (const pixel of resize(large, { height: 7, width: 7 }).pixels) {
    assertAlmostEquals(pixel, 127.5, 0.5); // the mean of the chequers, rounded
  }
});

Deno.test("resize() gives transparent pixels no say in the colour", () => {
  const row = picture(2, 4, [255, 0, 0, 255, 0, 255, 0, 0]);
  assertEquals([...resize(row, { width: 1, height: 1 }).pixels], [255, 0, 0, 128]);
});

Deno.test("resize() refuses an empty size", () => {
  assertThrows(() => resize(createImage(2, 2, 1), { height: 0, width: 3 }), RangeError);
});

Deno.test("upscale() makes each pixel a square", () => {
  const large = upscale(picture(2, 3, [1, 2, 3, 4, 5, 6]), 2);
  const row = [1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6];
  assertEquals(large, picture(4, 3, [...row, ...row]));
});

Deno.test("upscale() refuses a fraction", () => {
  assertThrows(() => upscale(createImage(1, 1, 1), 1.5), RangeError, "positive integer");
});

Deno.test("luma() of grey is that grey", () => {
  for (let grey = 0; grey < 256; grey++) assertEquals(luma([grey, grey, grey]), grey);
});

Deno.test("luma() weighs red, green and blue as Rec. 601", () => {
  assertEquals([luma([255, 0, 0]), luma([0, 255, 0]), luma([0, 0, 255])], [76, 150, 29]);
});

Deno.test("convertChannels() composites alpha on the background", () => {
  const image = picture(3, 4, [10, 20, 30, 0, 10, 20, 30, 255, 100, 100, 100, 51]);
  const { pixels } = convertChannels(image, 3, [200, 0, 255]);
  assertEquals([...pixels], [200, 0, 255, 10, 20, 30, 180, 20, 224]);
});

Deno.test("convertChannels() from RGB with alpha to grey takes the luma of the composite", () => {
  const image = picture(1, 4, [255, 0, 0, 0]);
  assertEquals([...convertChannels(image, 1, [0, 255, 0]).pixels], [150]);
});

Deno.test("convertChannels() from grey to RGB and back changes nothing", () => {
  const grey = picture(4, 1, [0, 1, 128, 255]);
  assertEquals(convertChannels(convertChannels(grey, 3), 1), grey);
});

Deno.test("convertChannels() adds full alpha", () => {
  assertEquals([...convertChannels(picture(1, 1, [7]), 4).pixels], [7, 7, 7, 255]);
});

Deno.test("convertChannels() to the same channels is the same picture", () => {
  const image = createImage(1, 1, 4);
  assertStrictEquals(convertChannels(image, 4), image);
});
