import { assert, assertEquals } from "@std/assert";
import { tapGroups } from "../../../executors/wasm/tap_groups.ts";
import { convTaps } from "../../../core/graph/ops/conv_sum.ts";

const SIDES = { image: [28, 28], kernel: [3, 3], result: [28, 28] };
const TABLE = convTaps(SIDES, { stride: [1, 1], pad: [1, 1, 1, 1], groups: 1 });
const ALL = Uint32Array.from({ length: 28 * 28 }, (_, i) => i);

Deno.test("tapGroups() has every position once, with all of its taps", () => {
  const seen: number[] = [];
  for (const { positions, taps } of tapGroups(TABLE, ALL)) {
    for (const position of positions) {
      seen.push(position);
      const own = TABLE.taps.subarray(TABLE.starts[position], TABLE.starts[position + 1]);
      assert(own.every((tap) => taps.includes(tap)));
    }
  }
  assertEquals(seen.sort((a, b) => a - b), [...ALL]);
});

Deno.test("tapGroups() keeps the inside of a large image apart from its edge", () => {
  const groups = tapGroups(TABLE, ALL);
  assert(groups.length >= 2 && groups.length <= 9);
  assert(groups.some(({ positions, taps }) => positions.length >= 26 * 26 && taps.length === 9));
});

Deno.test("tapGroups() puts a short row into one group rather than leave blocks unfilled", () => {
  const row = Uint32Array.of(28, 29, 30, 31);
  assertEquals(tapGroups(TABLE, row).map(({ positions }) => positions), [[28, 29, 30, 31]]);
});

Deno.test("tapGroups() of a kernel as large as its image takes a moment, not hours", () => {
  const sides = { image: [31, 31], kernel: [31, 31], result: [31, 31] };
  const table = convTaps(sides, { stride: [1, 1], pad: [15, 15, 15, 15], groups: 1 });
  const all = Uint32Array.from({ length: 31 * 31 }, (_, i) => i);
  const start = performance.now();
  assertEquals(tapGroups(table, all).length, 31 * 31);
  assert(performance.now() - start < 5000);
});
