import { assertEquals } from "@std/assert";
import { rateResult, timeResult } from "../../bench/result.ts";

Deno.test("timeResult() takes the smallest time as the best", () => {
  assertEquals(timeResult("step", [30, 10, 20]), {
    ...{ name: "step", unit: "ms", value: 20, best: 10, worst: 30, runs: 3 },
  });
});

Deno.test("timeResult() shares a run's time among its units of work", () => {
  const { value, unit } = timeResult("dispatch", [4], { unit: "us", perRun: 100 });
  assertEquals([value, unit], [40, "us"]);
});

Deno.test("rateResult() takes the largest rate as the best", () => {
  assertEquals(rateResult("images", [500, 1000, 250], { unit: "images/s", perRun: 64 }), {
    ...{ name: "images", unit: "images/s", value: 128, best: 256, worst: 64, runs: 3 },
  });
});
