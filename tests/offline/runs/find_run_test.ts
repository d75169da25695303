import { assertEquals, assertRejects } from "@std/assert";
import { RunError } from "../../../offline/runs/claim_run.ts";
import { findRun, type RunQuery, takeRun } from "../../../offline/runs/find_run.ts";
import { lockRun } from "../../../offline/runs/run_lock.ts";
import { type RunRecord, writeRunRecord } from "../../../offline/runs/run_record.ts";
import { someRecord, withRoot } from "./some_run.ts";

const RUNS: readonly Partial<RunRecord>[] = [
  { name: "mnist" },
  { name: "mnist-2" },
  { name: "pets", data: "./pets" },
  { name: "mnist-quick", quick: true },
  { name: "shapes", recipe: "procedural", data: "procedural" },
];

const withRuns = (use: (root: string) => Promise<void>) =>
  withRoot(async (root) => {
    for (const [i, run] of RUNS.entries()) {
      await Deno.mkdir(`${root}/${run.name}`);
      const started = `2026-11-26T20:00:0${i}.000Z`;
      await writeRunRecord(`${root}/${run.name}`, someRecord({ ...run, started }));
    }
    await use(root);
  });

const FOUND: readonly [query: RunQuery, name: string][] = [
  [{}, "shapes"],
  [{ name: "mnist" }, "mnist"],
  [{ recipe: "mnist" }, "mnist-quick"],
  [{ recipe: "mnist", data: "./pets" }, "pets"],
  [{ data: "pets/" }, "pets"],
  [{ quick: true }, "mnist-quick"],
];

for (const [query, name] of FOUND) {
  Deno.test(`findRun(${JSON.stringify(query)}) finds the latest that fits`, () =>
    withRuns(async (root) => {
      const { record } = await findRun(query, { root });
      assertEquals(record.name, name);
    }));
}

Deno.test("findRun() names the runs where none has the name", () =>
  withRuns(async (root) => {
    const error = await assertRejects(
      () => findRun({ name: "nist" }, { root }),
      RunError,
      `Cannot find run "nist": expected one of the runs' names`,
    );
    assertEquals(error.hint, "there are mnist, mnist-2, pets, mnist-quick, shapes");
  }));

Deno.test("findRun() says what it looked for where no run fits", () =>
  withRuns(async (root) => {
    await assertRejects(
      () => findRun({ recipe: "procedural", data: "x", quick: true }, { root }),
      RunError,
      `Cannot resume: expected a run of \`train --quick procedural --data x\` in ${root}, got none`,
    );
  }));

Deno.test("takeRun() refuses a run that another process trains", () =>
  withRuns(async (root) => {
    using _ = await lockRun(`${root}/pets`);
    const run = await findRun({ name: "pets" }, { root });
    await assertRejects(
      () => takeRun(run),
      RunError,
      "Cannot resume run pets: expected no process to train it, got process 1",
    );
  }));

Deno.test("findRun() refuses a run without a record", () =>
  withRuns(async (root) => {
    await Deno.mkdir(`${root}/old`);
    await assertRejects(
      () => findRun({ name: "old" }, { root }),
      RunError,
      "Cannot resume run old: has no run.json",
    );
  }));

Deno.test("findRun() says that there are no runs yet", () =>
  withRoot(async (root) => {
    const error = await assertRejects(() => findRun({}, { root }), RunError);
    assertEquals([error.message, error.hint], [
      `Cannot resume: expected a run in ${root}, got none`,
      "there are no runs yet: `deno task train` starts one",
    ]);
  }));
