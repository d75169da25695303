import { assertEquals } from "@std/assert";
import { threadCounts } from "../../bench/thread_counts.ts";

Deno.test("threadCounts() has no number twice, and none beyond the processor's", () => {
  assertEquals([1, 2, 3, 16].map(threadCounts), [[1], [1, 2], [1, 2, 3], [1, 2, 16]]);
});
