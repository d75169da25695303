import { assertAlmostEquals, assertEquals } from "@std/assert";
import { entriesOf, nearestEntry, neighboursOf } from "../../../web/studio/entries.ts";

const ENTRIES = entriesOf(Float32Array.of(0, 0, 3, 4, -3, 4, 0, 1), 4);

Deno.test("nearestEntry() takes the lowest of entries as near", () => {
  assertEquals(nearestEntry(Float32Array.of(0, 10), ENTRIES), 1);
  assertEquals(nearestEntry(Float32Array.of(0, 0.6), ENTRIES), 3);
});

Deno.test("neighboursOf() sorts the others by Euclidean distance", () => {
  const near = neighboursOf(0, 3, ENTRIES);
  assertEquals(near.map(({ entry }) => entry), [3, 1, 2]);
  assertAlmostEquals(near[1].distance, 5);
  assertEquals(neighboursOf(0, 9, ENTRIES).length, 3);
});
