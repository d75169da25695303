import { assert, assertEquals } from "@std/assert";
import { MOST_PRODUCTS, tapBlocks } from "../../../../executors/wasm/products/tap_blocks.ts";

Deno.test("tapBlocks() takes blocks of one size where a divisor of the channels is near", () => {
  assertEquals(tapBlocks(64, 9), { chunks: [9], channels: 8, rest: 0, full: 8 });
  assertEquals(tapBlocks(64, 1), { chunks: [1], channels: 64, rest: 0, full: 1 });
});

Deno.test("tapBlocks() takes a smaller last block where none is", () => {
  assertEquals(tapBlocks(37, 9), { chunks: [9], channels: 10, rest: 7, full: 3 });
});

Deno.test("tapBlocks() cuts the taps of a large kernel", () => {
  assertEquals(tapBlocks(5, 225), { chunks: [75, 75, 75], channels: 1, rest: 0, full: 5 });
});

Deno.test("tapBlocks() covers all products, in blocks that fit", () => {
  for (let channels = 1; channels < 140; channels++) {
    for (let taps = 0; taps < 230; taps += 3) {
      const blocks = tapBlocks(channels, taps);
      assertEquals(blocks.chunks.reduce((a, b) => a + b, 0), taps);
      assertEquals(blocks.full * blocks.channels + blocks.rest, channels);
      assert(blocks.chunks.every((it) => it * blocks.channels <= MOST_PRODUCTS));
      assert(blocks.rest < blocks.channels);
    }
  }
});
