import { assertEquals } from "@std/assert";
import { exactResult, timeResult } from "../../../bench/result.ts";
import { storedResults } from "../../../bench/store/bench_run.ts";

Deno.test("storedResults() leaves out what was not measured", () => {
  const results = [exactResult("time", NaN, "s"), timeResult("paint", []), timeResult("step", [2])];
  assertEquals(storedResults(results).map(({ name }) => name), ["step"]);
});

Deno.test("storedResults() keeps the last result of a name", () => {
  const results = [exactResult("size", 1, "kB"), exactResult("size", 2, "kB")];
  assertEquals(storedResults(results).map(({ value }) => value), [2]);
});
