import { assertEquals, assertLess, assertThrows } from "@std/assert";
import fc from "fast-check";
import { deflate, Deflater } from "../../../core/image/deflate.ts";
import { huffmanCode } from "../../../core/image/deflate_code.ts";
import type { ChannelCount, Image } from "../../../core/image/image.ts";
import { decodePng } from "../../../core/image/png_decode.ts";
import { encodePng } from "../../../core/image/png_encode.ts";
import { upscale } from "../../../core/image/upscale.ts";
import { nativeDeflate, nativeInflate } from "./png_builder.ts";

const images = fc.tuple(
  fc.integer({ min: 1, max: 40 }),
  fc.integer({ min: 1, max: 40 }),
  fc.constantFrom<ChannelCount>(1, 3, 4),
  fc.integer({ min: 1, max: 256 }),
).chain(([width, height, channels, levels]) => {
  const size = width * height * channels;
  return fc.uint8Array({ minLength: size, maxLength: size, max: levels - 1 })
    .map((pixels): Image => ({ width, height, channels, pixels }));
});

/** A ring, smooth as a digit's stroke. */
function ring(channels: ChannelCount): Image {
  const side = 28, pixels = new Uint8Array(side * side * channels);
  for (let i = 0; i < pixels.length; i++) {
    const pixel = Math.floor(i / channels);
    const radius = (pixel % side - 13.5) ** 2 + (Math.floor(pixel / side) - 13.5) ** 2;
    pixels[i] = Math.max(0, 255 - Math.abs(radius - 64) * 4 - 20 * (i % channels));
  }
  return { width: side, height: side, channels, pixels };
}

Deno.test("encodePng() is read back by decodePng()", async () => {
  await fc.assert(
    fc.asyncProperty(
      images,
      async (image) => assertEquals(await decodePng(encodePng(image)), image),
    ),
    { numRuns: 200, seed: 1 },
  );
});

Deno.test("encodePng() of large pictures is read back by decodePng()", async () => {
  for (const channels of [1, 3, 4] as const) {
    const image = upscale(ring(channels), 16);
    assertEquals(await decodePng(encodePng(image)), image);
  }
});

Deno.test("encodePng() gives the same bytes for the same pixels", async () => {
  const bytes = encodePng(upscale(ring(3), 3));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  assertEquals(bytes, encodePng(upscale(ring(3), 3)));
  // Golden: a change of these bytes changes what clients have cached.
  assertEquals(digest.toHex(), "bdd071a56dce29e22f142d7c0ea0e6d0feee2ef3db98d219610e705de839c90b");
});

Deno.test("encodePng() of a repeated row costs next to nothing", () => {
  const once = encodePng(ring(1)).length, enlarged = encodePng(upscale(ring(1), 16)).length;
  assertLess(enlarged, 6 * once); // for 256 times the pixels
});

Deno.test("encodePng() with a scale gives the bytes of the enlarged picture", () => {
  fc.assert(
    fc.property(images, fc.integer({ min: 1, max: 9 }), (image, scale) => {
      assertEquals(encodePng(image, { scale }), encodePng(upscale(image, scale)));
    }),
    { numRuns: 100, seed: 2 },
  );
});

Deno.test("encodePng() refuses a scale that is not a positive integer", () => {
  for (const scale of [0, 1.5, -1, NaN]) {
    assertThrows(() => encodePng(ring(1), { scale }), RangeError, "positive integer");
  }
});

Deno.test("encodePng() refuses pixels that do not fill the picture", () => {
  const image: Image = { width: 2, height: 2, channels: 3, pixels: new Uint8Array(11) };
  assertThrows(() => encodePng(image), RangeError, "11 bytes for [2, 2, 3]");
});

Deno.test("deflate() is read back by the runtime's zlib", async () => {
  const symbols = fc.integer({ min: 0, max: 255 })
    .chain((max) => fc.uint8Array({ max, maxLength: 2000 }));
  const repeats = fc.array(fc.tuple(symbols, fc.integer({ min: 1, max: 300 })), { maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(repeats, async (parts) => {
      const bytes = Uint8Array.from(
        parts.flatMap(([part, n]) => Array(n % 20).fill([...part]).flat()),
      );
      assertEquals(await nativeInflate(deflate(bytes)), bytes);
    }),
    { numRuns: 150, seed: 3 },
  );
});

Deno.test("deflate() is read back over several blocks and beyond the window", async () => {
  const bytes = Uint8Array.from(
    { length: 300_000 },
    (_, i) => Math.imul(i ^ i >> 9, 0x9e3779b1) >>> 24,
  );
  assertEquals(await nativeInflate(deflate(bytes)), bytes);
});

Deno.test("Deflater gives the same bytes however its input is cut", () => {
  const whole = upscale(ring(3), 12).pixels; // 338 688 bytes: several windows
  const noisy = whole.map((byte, i) => i % 7 === 0 ? Math.imul(i, 0x9e3779b1) >>> 24 : byte);
  const expected = deflate(noisy);
  const sizes = fc.array(fc.integer({ min: 0, max: 200_000 }), { minLength: 1, maxLength: 9 });
  fc.assert(
    fc.property(sizes, (sizes) => {
      const deflater = new Deflater(noisy.length);
      for (let start = 0, i = 0; start < noisy.length; i++) {
        const end = start + 1 + sizes[i % sizes.length];
        deflater.write(noisy.subarray(start, end));
        start = end;
      }
      assertEquals(deflater.finish(), expected);
    }),
    { numRuns: 20, seed: 4, examples: [[[1023]], [[131_071]], [[0, 262]]] },
  );
});

Deno.test("Deflater refuses more bytes than it was told of", () => {
  const deflater = new Deflater(3);
  deflater.write(Uint8Array.of(1, 2));
  assertThrows(() => deflater.write(Uint8Array.of(3, 4)), RangeError, "at most [1] more");
});

Deno.test("deflate() is within a tenth of the runtime's zlib on rows of digits", async () => {
  const { pixels } = upscale(ring(1), 4);
  const bytes = Uint8Array.from(pixels);
  assertLess(deflate(bytes).length, 1.1 * (await nativeDeflate(bytes)).length);
});

Deno.test("huffmanCode() keeps within its longest length and leaves no code unused", () => {
  const fibonacci = new Uint32Array(30).fill(1);
  for (let i = 2; i < 30; i++) fibonacci[i] = fibonacci[i - 1] + fibonacci[i - 2];
  for (const most of [7, 15]) {
    const { lengths } = huffmanCode(fibonacci, most);
    assertEquals(Math.max(...lengths), most);
    assertEquals(lengths.reduce((sum, length) => sum + 2 ** -length, 0), 1);
  }
});

Deno.test("huffmanCode() gives two symbols a code where fewer occur", () => {
  assertEquals([...huffmanCode(Uint32Array.of(0, 0, 9), 15).lengths], [1, 0, 1]);
  assertEquals([...huffmanCode(new Uint32Array(3), 15).lengths], [1, 1, 0]);
});
