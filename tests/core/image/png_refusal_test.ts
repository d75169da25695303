import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertLess,
  assertStringIncludes,
} from "@std/assert";
import fc from "fast-check";
import { BitWriter } from "../../../core/image/bit_writer.ts";
import { decodePng } from "../../../core/image/png_decode.ts";
import { PngError, type PngErrorCode } from "../../../core/image/png_error.ts";
import type { PngLimits } from "../../../core/image/png_header.ts";
import { buildPng, bytesOf, chunk, headerChunk, nativeDeflate, SIGNATURE } from "./png_builder.ts";

const GREY_4X2 = { width: 4, height: 2, depth: 8, colour: 0 };
const PIXELS = chunk("IDAT", await nativeDeflate(Uint8Array.of(0, 1, 2, 3, 4, 0, 5, 6, 7, 8)));
const PALETTE_PIXELS = chunk("IDAT", await nativeDeflate(Uint8Array.of(0, 0)));
const PALETTE_1X1 = { width: 1, height: 1, depth: 8, colour: 3 };
const END = chunk("IEND");
const GOOD = bytesOf(SIGNATURE, headerChunk(GREY_4X2), PIXELS, END);

/** The error of a PNG that must be refused. */
async function refusal(png: Uint8Array, limits?: Partial<PngLimits>): Promise<PngError> {
  try {
    await decodePng(png, limits);
  } catch (error) {
    assertInstanceOf(error, PngError);
    return error;
  }
  throw new Error("Cannot accept this PNG: expected a refusal, got an image");
}

function file(...chunks: Uint8Array[]): Uint8Array<ArrayBuffer> {
  return bytesOf(SIGNATURE, ...chunks);
}

function refused(name: string, png: Uint8Array, code: PngErrorCode, includes: string): void {
  Deno.test(`decodePng() refuses ${name}`, async () => {
    const error = await refusal(png);
    assertEquals(error.code, code);
    assertStringIncludes(error.message, includes);
  });
}

function header(change: { [byte: number]: number }): Uint8Array {
  const content = headerChunk(GREY_4X2).slice(8, 21);
  for (const [byte, value] of Object.entries(change)) content[Number(byte)] = value;
  return chunk("IHDR", content);
}

const huge = headerChunk({ ...GREY_4X2, width: 30_000, height: 30_000 });
const key = chunk("tRNS", [0, 1]);
const colours = chunk("PLTE", [1, 2, 3]);

refused("an empty file", new Uint8Array(0), "not_png", "signature");
refused("a JPEG", Uint8Array.of(0xff, 0xd8, 0xff, 0xe0), "not_png", "signature");
refused("a header of 30000 x 30000", file(huge, END), "too_large", "at most 4096 x 4096");
refused("a first chunk that is not IHDR", file(PIXELS, END), "malformed", "to be IHDR");
refused("a short IHDR", file(chunk("IHDR", [1]), PIXELS, END), "malformed", "13 bytes");
refused("a width of zero", file(header({ 3: 0 }), PIXELS, END), "malformed", "sides");
refused("a bit depth of 3", file(header({ 8: 3 }), PIXELS, END), "malformed", "bit depth");
refused("palettes of 16 bits", file(header({ 8: 16, 9: 3 }), PIXELS, END), "malformed", "[3, 16]");
refused("colour type 1", file(header({ 9: 1 }), PIXELS, END), "malformed", "colour type");
refused("compression method 1", file(header({ 10: 1 }), PIXELS, END), "unsupported", "compression");
refused("interlace method 2", file(header({ 12: 2 }), PIXELS, END), "unsupported", "interlace");
refused("a second IHDR", file(header({}), header({}), PIXELS, END), "malformed", "one IHDR");
refused("a picture without IDAT", file(header({}), END), "malformed", "no IDAT");
refused("a file without IEND", file(header({}), PIXELS), "malformed", "IEND");
refused("an IEND with content", file(header({}), PIXELS, chunk("IEND", [0])), "malformed", "empty");
refused("bytes behind IEND", bytesOf(GOOD, [0]), "malformed", "nothing may follow its IEND");
refused(
  "IDAT chunks apart",
  file(header({}), PIXELS, chunk("teXt"), PIXELS, END),
  "malformed",
  "consec",
);
refused(
  "unknown critical chunks",
  file(header({}), chunk("CRIT"), PIXELS, END),
  "unsupported",
  "CRIT",
);
refused(
  "chunk types with digits",
  file(header({}), chunk("ab1d"), PIXELS, END),
  "malformed",
  "letters",
);
refused(
  "grey with a palette",
  file(header({}), colours, PIXELS, END),
  "malformed",
  "no palette for grey",
);
refused("a second tRNS", file(header({}), key, key, PIXELS, END), "malformed", "tRNS");
refused("tRNS behind IDAT", file(header({}), PIXELS, key, END), "malformed", "tRNS");
refused(
  "tRNS of a wrong size",
  file(header({}), chunk("tRNS", [1]), PIXELS, END),
  "malformed",
  "tRNS",
);
refused(
  "palette pixels without a palette",
  file(headerChunk(PALETTE_1X1), PALETTE_PIXELS, END),
  "malformed",
  "PLTE",
);
refused(
  "a palette of four bytes",
  file(headerChunk(PALETTE_1X1), chunk("PLTE", [1, 2, 3, 4]), PALETTE_PIXELS, END),
  "malformed",
  "palette",
);
refused(
  "tRNS before its palette",
  file(headerChunk(PALETTE_1X1), chunk("tRNS", [1]), colours, PALETTE_PIXELS, END),
  "malformed",
  "tRNS",
);
refused(
  "pixels outside the palette",
  file(
    headerChunk(PALETTE_1X1),
    colours,
    chunk("IDAT", await nativeDeflate(Uint8Array.of(0, 1))),
    END,
  ),
  "malformed",
  "pixels to be in [0, 1)",
);
refused(
  "an unknown filter",
  await buildPng({ ...GREY_4X2, samples: [1, 2, 3, 4, 5, 6, 7, 8], filter: () => 5 }),
  "malformed",
  "filters",
);

Deno.test("decodePng() refuses more bytes than allowed", async () => {
  assertEquals((await refusal(GOOD, { maxBytes: GOOD.length - 1 })).code, "too_large");
  assertEquals((await decodePng(GOOD, { maxBytes: GOOD.length })).width, 4);
});

Deno.test("decodePng() refuses a side beyond its limit and allows it at the limit", async () => {
  assertEquals((await refusal(GOOD, { maxWidth: 3 })).code, "too_large");
  assertEquals((await refusal(GOOD, { maxHeight: 1 })).code, "too_large");
  assertEquals((await decodePng(GOOD, { maxWidth: 4, maxHeight: 2 })).width, 4);
});

Deno.test("decodePng() refuses a stream that would inflate to a gigabyte", async () => {
  const bits = new BitWriter();
  bits.bits(0x0178, 16);
  bits.bits(0b011, 3); // the last block, with fixed codes
  bits.bits(0b00001100, 8); // the literal 0: 00110000, first bit lowest
  for (let symbol = 0; symbol < 16; symbol++) {
    bits.bits(0b10100011, 8); // length 258: 11000101
    bits.bits(0, 5); // distance 1
  }
  // Eight matches are 13 bytes, which repeat from the fifth byte on.
  const start = bits.finish(0), period = start.subarray(4, 17);
  const stream = new Uint8Array(4 + period.length * Math.ceil(2 ** 30 / (8 * 258)));
  stream.set(start.subarray(0, 4));
  for (let at = 4; at < stream.length; at += period.length) stream.set(period, at);
  const bomb = file(headerChunk(GREY_4X2), chunk("IDAT", stream), END);
  const error = await refusal(bomb, { maxBytes: bomb.length });
  assertStringIncludes(error.message, "nothing may follow its pixels");
});

Deno.test("decodePng() refuses each prefix of a PNG", async () => {
  for (let size = 0; size < GOOD.length; size++) await refusal(GOOD.subarray(0, size));
});

Deno.test("decodePng() refuses each flipped bit of a PNG", async () => {
  for (let bit = 0; bit < 8 * GOOD.length; bit++) {
    const flipped = GOOD.slice();
    flipped[bit >> 3] ^= 1 << (bit & 7);
    await refusal(flipped);
  }
});

Deno.test("decodePng() never decodes other pixels where a byte changes under a right CRC", async () => {
  const { pixels } = await decodePng(GOOD);
  const stream = PIXELS.subarray(8, -4);
  let decoded = 0;
  for (let i = 0; i < stream.length; i++) {
    for (let change = 1; change < 256; change++) {
      const changed = stream.slice();
      changed[i] ^= change;
      const png = file(headerChunk(GREY_4X2), chunk("IDAT", changed), END);
      const image = await decodePng(png).catch((error) => assertInstanceOf(error, PngError));
      if (!image) continue;
      assertEquals(image.pixels, pixels);
      decoded++;
    }
  }
  // Hints of the zlib header and the bits that fill the last byte change nothing; all else is seen.
  assertLess(decoded, 100);
});

Deno.test("decodePng() refuses or decodes any zlib stream, and throws nothing else", async () => {
  const plan = { ...GREY_4X2, width: 64, height: 64 };
  const stream = fc.tuple(
    fc.constantFrom([0x78, 0x01], [0x78, 0x9c]),
    fc.uint8Array({ minLength: 1, maxLength: 300 }),
  );
  await fc.assert(
    fc.asyncProperty(stream, async ([zlibHeader, rest]) => {
      const png = file(headerChunk(plan), chunk("IDAT", bytesOf(zlibHeader, rest)), END);
      await refusal(png);
    }),
    { numRuns: 2000, seed: 1 },
  );
});

Deno.test("PngError tells its code, its rule and what was found", async () => {
  const error = await refusal(file(huge, END));
  assert(error instanceof SyntaxError);
  assertEquals(
    error.message,
    "Cannot read PNG: expected at most 4096 x 4096 pixels, got [30000, 30000]",
  );
});
