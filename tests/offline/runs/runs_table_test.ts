import { assertEquals } from "@std/assert";
import type { RunSummary } from "../../../offline/runs/list_runs.ts";
import { runsTable } from "../../../offline/runs/runs_table.ts";
import { someRecord } from "./some_run.ts";

const summary = (other: Partial<RunSummary>): RunSummary => ({
  name: "mnist",
  folder: "runs/mnist",
  state: "done",
  record: someRecord(),
  ...other,
});

Deno.test("runsTable() shows name, recipe, data, steps, best metric, device and state", () => {
  const record = someRecord({
    progress: { stage: "prior", step: 700, steps: 14000 },
    best: { stage: "prior", metric: "nats", value: 1.72345, step: 700 },
    adapter: "NVIDIA L4",
  });
  assertEquals(runsTable([summary({ state: "stopped", record })]), [
    "name   recipe  data   steps            best metric              device     state",
    "mnist  mnist   mnist  prior 700/14000  prior nats 1.723 at 700  NVIDIA L4  stopped",
  ]);
});

Deno.test("runsTable() says why a run failed", () => {
  const record = someRecord({ error: "disk full" });
  const [, line] = runsTable([summary({ state: "failed", record })]);
  assertEquals(line, "mnist  mnist   mnist  -      -            -       failed: disk full");
});

Deno.test("runsTable() says what is wrong with a folder without a record", () => {
  const [, line] = runsTable([
    summary({ state: "unknown", record: undefined, problem: "has no run.json" }),
  ]);
  assertEquals(line, "mnist  -       -     -      -            -       unknown: has no run.json");
});
