import { assertAlmostEquals, assertEquals } from "@std/assert";
import { countMore, noUsage, perplexity } from "../../../web/studio/usage.ts";

Deno.test("countMore() adds to what was counted, and names each picture an entry is in once", () => {
  const some = countMore(noUsage(4), [[0, 1, 1], [1, 0, 3]]);
  const more = countMore(some, [Uint32Array.of(1, 1, 1)]);
  assertEquals([...some.counts], [2, 3, 0, 1]);
  assertEquals([...more.counts], [2, 6, 0, 1]);
  assertEquals(more.pictures, 3);
  assertEquals(more.places[1], [
    { picture: 0, position: 1 },
    { picture: 1, position: 0 },
    { picture: 2, position: 0 },
  ]);
  assertEquals(more.places[2], []);
});

Deno.test("perplexity() is the number of entries used where they are used evenly", () => {
  assertAlmostEquals(perplexity(countMore(noUsage(8), [[0, 1, 2, 3]])), 4);
  assertAlmostEquals(perplexity(countMore(noUsage(8), [[5, 5, 5, 5]])), 1);
});
