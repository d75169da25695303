import { assertEquals, assertMatch } from "@std/assert";
import { exactResult } from "../../../bench/result.ts";
import { BenchRun } from "../../../bench/store/bench_run.ts";
import { describeRun } from "../../../bench/store/describe_run.ts";

Deno.test("describeRun() tells machine, Deno's version, commit and date", async () => {
  const run = await describeRun([exactResult("size", 1, "kB")], "llvmpipe");
  assertEquals(BenchRun.parse(run), run);
  assertMatch(run.commit, /^[0-9a-f]{40}$/);
  assertEquals([run.deno, run.machine.adapter], [Deno.version.deno, "llvmpipe"]);
  assertEquals(run.machine.cores, navigator.hardwareConcurrency);
});
