import { assert, assertEquals } from "@std/assert";
import { median, timeRuns } from "../../bench/measure.ts";

Deno.test("median() is the middle value, or the mean of the two in the middle", () => {
  assertEquals(median([9, 1, 5]), 5);
  assertEquals(median([4, 1, 3, 2]), 2.5);
});

Deno.test("timeRuns() runs maxRuns times within the budget, and the warm-up besides", async () => {
  let calls = 0;
  const effort = { minRuns: 1, maxRuns: 4, budget: Infinity, runLength: 0 };
  const times = await timeRuns(() => calls++, { effort, warmUp: 2 });
  assertEquals([times.length, calls], [4, 6]);
  assert(times.every((time) => time >= 0));
});

Deno.test("timeRuns() runs minRuns times however long they take", async () => {
  const effort = { minRuns: 3, maxRuns: 9, budget: 0, runLength: 0 };
  assertEquals((await timeRuns(() => {}, { effort })).length, 3);
});
