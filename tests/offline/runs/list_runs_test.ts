import { assertEquals } from "@std/assert";
import { listRuns } from "../../../offline/runs/list_runs.ts";
import { lockRun } from "../../../offline/runs/run_lock.ts";
import { type RunRecord, writeRunRecord } from "../../../offline/runs/run_record.ts";
import { someRecord, withRoot } from "./some_run.ts";

const add = async (root: string, name: string, other: Partial<RunRecord>) => {
  await Deno.mkdir(`${root}/${name}`);
  await writeRunRecord(`${root}/${name}`, someRecord({ name, ...other }));
};

Deno.test("listRuns() gives nothing where there is no folder", () =>
  withRoot(async (root) => assertEquals(await listRuns({ root: `${root}/none` }), [])));

Deno.test("listRuns() puts the latest last", () =>
  withRoot(async (root) => {
    await add(root, "a", { started: "2026-11-26T20:00:02.000Z" });
    await add(root, "b", { started: "2026-11-26T20:00:01.000Z" });
    assertEquals((await listRuns({ root })).map(({ name }) => name), ["b", "a"]);
  }));

Deno.test("listRuns() tells a run in training from one whose process was killed", () =>
  withRoot(async (root) => {
    await add(root, "a", { state: "running" });
    await add(root, "b", { state: "running" });
    using _ = await lockRun(`${root}/a`);
    assertEquals((await listRuns({ root })).map(({ state }) => state), ["running", "killed"]);
  }));

Deno.test("listRuns() lists a folder without a record, and why there is none", () =>
  withRoot(async (root) => {
    await Deno.mkdir(`${root}/old`);
    const [{ name, state, problem }] = await listRuns({ root });
    assertEquals([name, state, problem], ["old", "unknown", "has no run.json"]);
  }));
