import { assertEquals, assertRejects } from "@std/assert";
import fc from "fast-check";
import { convertChannels } from "../../../core/image/channels.ts";
import type { ChannelCount } from "../../../core/image/image.ts";
import { decodePng } from "../../../core/image/png_decode.ts";
import { decodePngResized } from "../../../core/image/png_decode_resized.ts";
import { encodePng } from "../../../core/image/png_encode.ts";
import { PngError } from "../../../core/image/png_error.ts";
import { resize } from "../../../core/image/resize.ts";
import { buildPng, type PngPlan, SAMPLES_PER_PIXEL } from "./png_builder.ts";

const side = fc.integer({ min: 1, max: 24 });
const shape = fc.record({
  height: side,
  width: side,
  channels: fc.constantFrom<ChannelCount>(1, 3, 4),
});

// [colour type, bit depth]
const kinds = fc.constantFrom([0, 1], [0, 8], [0, 16], [2, 8], [2, 16], [3, 4], [4, 8], [6, 8]);

const plans = fc.tuple(side, side, kinds, fc.boolean(), fc.boolean())
  .chain(([width, height, [colour, depth], interlaced, transparent]) => {
    const count = width * height * SAMPLES_PER_PIXEL[colour];
    const samples = fc.array(fc.nat(2 ** depth - 1), { minLength: count, maxLength: count });
    const palette = colour === 3 ? Array.from({ length: 48 }, (_, i) => i * 83 % 256) : undefined;
    const transparency = transparent && colour === 3 ? [0, 200, 77] : undefined;
    return samples.map((samples): PngPlan => ({
      width,
      height,
      colour,
      depth,
      interlaced,
      palette,
      transparency,
      samples,
    }));
  });

Deno.test("decodePngResized() is decodePng(), convertChannels() and resize(), bit for bit", async () => {
  await fc.assert(
    fc.asyncProperty(plans, shape, async (plan, shape) => {
      const png = await buildPng(plan);
      const expected = resize(convertChannels(await decodePng(png), shape.channels), shape);
      assertEquals(await decodePngResized(png, shape), expected);
    }),
    { numRuns: 300, seed: 1 },
  );
});

Deno.test("decodePngResized() of a large picture is decodePng() and resize(), bit for bit", async () => {
  const pixels = Uint8Array.from({ length: 700 * 900 * 4 }, (_, i) => Math.imul(i, i >> 7) >>> 3);
  const png = encodePng({ width: 700, height: 900, channels: 4, pixels });
  const expected = resize(await decodePng(png), { height: 28, width: 31 });
  assertEquals(await decodePngResized(png, { height: 28, width: 31, channels: 4 }), expected);
});

Deno.test("decodePngResized() composites on white before it resizes", async () => {
  const pixels = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 255);
  const png = encodePng({ width: 2, height: 1, channels: 4, pixels });
  const { pixels: mean } = await decodePngResized(png, { height: 1, width: 1, channels: 1 });
  assertEquals([...mean], [128]); // the mean of 255 and 0
});

Deno.test("decodePngResized() refuses what decodePng() refuses, with the same words", async () => {
  const plan = { width: 8, height: 8, depth: 8, colour: 0, samples: Array(64).fill(9) };
  for (const interlaced of [false, true]) {
    const png = await buildPng({ ...plan, interlaced });
    const wrong = await buildPng({ ...plan, interlaced, filter: (row) => row === 7 ? 5 : 0 });
    for (const bytes of [png.subarray(0, -1), png.subarray(0, 60), wrong]) {
      const small = { height: 3, width: 3, channels: 1 } as const;
      const error = await assertRejects(() => decodePngResized(bytes, small), PngError);
      const { message } = await assertRejects(() => decodePng(bytes), PngError);
      assertEquals(error.message, message);
    }
  }
});

Deno.test("decodePngResized() keeps to its limits and to sides that are positive", async () => {
  const png = encodePng({ width: 5, height: 2, channels: 1, pixels: new Uint8Array(10) });
  const small = { height: 1, width: 1, channels: 1 } as const;
  const { code } = await assertRejects(
    () => decodePngResized(png, small, { maxWidth: 4 }),
    PngError,
  );
  assertEquals(code, "too_large");
  await assertRejects(() => decodePngResized(png, { ...small, width: 0 }), RangeError);
});
