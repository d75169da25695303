import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { adler32 } from "../../../core/image/adler32.ts";
import { crc32 } from "../../../core/image/crc32.ts";
import { Inflater } from "../../../core/image/inflate.ts";
import { PngError } from "../../../core/image/png_error.ts";
import { Random } from "../../../core/random/random.ts";
import { bytesOf, nativeDeflate } from "./png_builder.ts";

function inflate(zlib: Uint8Array, size: number, piece = size): Uint8Array {
  const inflater = new Inflater([zlib]);
  const bytes = new Uint8Array(size);
  for (let i = 0; i < size; i += piece) inflater.read(bytes.subarray(i, i + piece));
  inflater.finish();
  return bytes;
}

/** Text-like bytes: long repeats, many distances, few and many symbols by turns. */
function mixture(size: number, seed: number): Uint8Array<ArrayBuffer> {
  const random = new Random(seed), bytes = new Uint8Array(size);
  for (let end = 0; end < size;) {
    const length = Math.min(size - end, 1 + random.integer(400));
    const from = end > 0 ? random.integer(end) : 0;
    const symbols = 1 + random.integer(256);
    if (end > 0 && random.integer(3) > 0) {
      for (let i = 0; i < length; i++) bytes[end + i] = bytes[from + i];
    } else {
      for (let i = 0; i < length; i++) bytes[end + i] = random.integer(symbols);
    }
    end += length;
  }
  return bytes;
}

const checksum = (bytes: Uint8Array) => {
  const four = new Uint8Array(4);
  new DataView(four.buffer).setUint32(0, adler32(bytes));
  return four;
};

Deno.test("crc32() of the check string is that of the catalogue", () => {
  assertEquals(crc32(new TextEncoder().encode("123456789")), 0xcbf43926);
});

Deno.test("adler32() of the text Wikipedia is its known value", () => {
  assertEquals(adler32(new TextEncoder().encode("Wikipedia")), 0x11e60398);
});

Deno.test("adler32() does not overflow and goes on where it stopped", () => {
  const bytes = new Uint8Array(100_000).fill(255);
  let low = 1, high = 0;
  for (const byte of bytes) high = (high + (low = (low + byte) % 65521)) % 65521;
  assertEquals(adler32(bytes), high * 65536 + low);
  assertEquals(adler32(bytes.subarray(70_000), adler32(bytes.subarray(0, 70_000))), adler32(bytes));
});

Deno.test("Inflater reads what the runtime's zlib wrote", async () => {
  for (const size of [0, 1, 2, 100, 5_000, 40_000, 1_000_000]) {
    const bytes = mixture(size, size + 1);
    assertEquals(inflate(await nativeDeflate(bytes), size), bytes);
  }
});

Deno.test("Inflater gives the same bytes in pieces of any size", async () => {
  const bytes = mixture(200_000, 3);
  const zlib = await nativeDeflate(bytes);
  for (const piece of [7, 1000, 65_536, 98_304]) {
    assertEquals(inflate(zlib, bytes.length, piece), bytes);
  }
});

Deno.test("Inflater reads stored blocks", () => {
  const bytes = mixture(130_000, 5);
  const parts: Iterable<number>[] = [[0x78, 0x01]];
  for (let i = 0; i < bytes.length; i += 65_535) {
    const block = bytes.subarray(i, i + 65_535), size = block.length;
    const last = i + size === bytes.length ? 1 : 0;
    parts.push([last, size & 255, size >> 8, ~size & 255, ~size >> 8 & 255], block);
  }
  assertEquals(inflate(bytesOf(...parts, checksum(bytes)), bytes.length), bytes);
});

Deno.test("Inflater reads an empty stored block between others", () => {
  const blocks = [[0, 0, 0, 255, 255], [0, 1, 0, 254, 255, 42], [1, 0, 0, 255, 255]];
  const zlib = bytesOf([0x78, 0x01], ...blocks, checksum(Uint8Array.of(42)));
  assertEquals(inflate(zlib, 1), Uint8Array.of(42));
});

Deno.test("Inflater refuses each prefix of a stream", async () => {
  const bytes = mixture(300, 6);
  const zlib = await nativeDeflate(bytes);
  for (let size = 0; size < zlib.length; size++) {
    assertThrows(() => inflate(zlib.subarray(0, size), bytes.length), PngError);
  }
});

Deno.test("Inflater refuses bytes behind the checksum", async () => {
  const zlib = bytesOf(await nativeDeflate(Uint8Array.of(1, 2, 3)), [0]);
  assertThrows(() => inflate(zlib, 3), PngError, "to fill its chunks");
});

Deno.test("Inflater refuses more and fewer bytes than asked for", async () => {
  const zlib = await nativeDeflate(Uint8Array.of(1, 2, 3));
  assertThrows(() => inflate(zlib, 2), PngError, "nothing may follow");
  assertThrows(() => inflate(zlib, 4), PngError, "to be complete");
});

Deno.test("Inflater refuses a wrong checksum", async () => {
  const zlib = await nativeDeflate(Uint8Array.of(1, 2, 3));
  zlib[zlib.length - 1] ^= 1;
  assertThrows(() => inflate(zlib, 3), PngError, "Adler-32");
});

Deno.test("Inflater refuses a match that begins before the stream", () => {
  // A fixed block: length 3 (0000001), distance 1 (00000), before any literal.
  const zlib = bytesOf([0x78, 0x01, 0b00000011, 0b00000010, 0, 0, 0, 0, 0]);
  assertThrows(() => inflate(zlib, 3), PngError, "to begin within it");
});

Deno.test("Inflater refuses a preset dictionary", () => {
  assertThrows(() => new Inflater([Uint8Array.of(0x78, 0xbb)]), PngError, "preset dictionary");
});

Deno.test("Inflater refuses or reads random dynamic blocks, and throws nothing else", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 4, maxLength: 200 }), (rest) => {
      const zlib = bytesOf([0x78, 0x01, rest[0] & 0xf8 | 0b101], rest);
      assertThrows(() => inflate(zlib, 1000), PngError);
    }),
    { numRuns: 3000, seed: 2 },
  );
});

Deno.test("Inflater reads a stream in pieces of any size, empty ones too", async () => {
  const bytes = mixture(5000, 3), zlib = await nativeDeflate(bytes);
  for (const size of [1, 2, 7, zlib.length - 1]) {
    const pieces: Uint8Array[] = [zlib.subarray(0, 0)];
    for (let i = 0; i < zlib.length; i += size) {
      pieces.push(zlib.subarray(i, i + size), zlib.subarray(0, 0));
    }
    const inflater = new Inflater(pieces), inflated = new Uint8Array(bytes.length);
    inflater.read(inflated);
    inflater.finish();
    assertEquals(inflated, bytes);
  }
});

Deno.test("Inflater.finish() refuses a piece that follows the stream", async () => {
  const inflater = new Inflater([await nativeDeflate(Uint8Array.of(1)), Uint8Array.of(0)]);
  inflater.read(new Uint8Array(1));
  assertThrows(() => inflater.finish(), PngError, "got [1] bytes more");
});
