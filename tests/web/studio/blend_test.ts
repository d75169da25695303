import { assertEquals } from "@std/assert";
import { mixEntries, openSeam, swapCodes } from "../../../web/studio/blend.ts";
import { entriesOf } from "../../../web/studio/entries.ts";

/** Entries on a line at 0, 1, 2, 3, 10. */
const ENTRIES = entriesOf(Float32Array.of(0, 1, 2, 3, 10), 5);
const FROM = [0, 1, 2, 3, 4, 0, 0, 0], TO = [3, 1, 0, 2, 4, 3, 3, 3];

Deno.test("mixEntries() takes the entry nearest to the mixture", () => {
  assertEquals(mixEntries({ from: [0, 0, 4], to: [3, 4, 4], at: 0.4 }, ENTRIES), [1, 3, 4]);
});

Deno.test("swapCodes() changes a share of the positions, always the same ones first", () => {
  const from = Array(49).fill(0), to = Array(49).fill(1);
  let before = new Set<number>();
  for (const at of [0.1, 0.5, 0.9]) {
    const codes = swapCodes({ from, to, at });
    const swapped = new Set([...codes.keys()].filter((position) => codes[position] === 1));
    assertEquals(swapped.size, Math.round(49 * at));
    assertEquals(before.isSubsetOf(swapped), true);
    before = swapped;
  }
});

Deno.test("Each way of blending begins and ends with the pictures themselves", () => {
  for (
    const blend of [
      (at: number) => mixEntries({ from: FROM, to: TO, at }, ENTRIES),
      (at: number) => swapCodes({ from: FROM, to: TO, at }),
      (at: number) => openSeam({ from: FROM, to: TO, at }, 2),
    ]
  ) {
    assertEquals(blend(0), FROM);
    assertEquals(blend(1), TO);
  }
});

Deno.test("openSeam() keeps the second above the seam and the first below it", () => {
  const from = Array(18).fill(0), to = Array(18).fill(1);
  for (const at of [0.05, 0.3, 0.5, 0.8, 0.95]) {
    const codes = openSeam({ from, to, at }, 2);
    const rows = Array.from({ length: 9 }, (_, row) => codes[2 * row]);
    assertEquals(codes, rows.flatMap((it) => [it, it]));
    const kinds = rows.filter((it, row) => row === 0 || it !== rows[row - 1]);
    assertEquals(kinds, [1, null, 0].filter((kind) => kinds.includes(kind)), `${rows}`);
  }
  assertEquals(openSeam({ from, to, at: 0.5 }, 18), Array(18).fill(null));
});
