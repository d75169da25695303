import { assertEquals } from "@std/assert";
import { RunJournal } from "../../../offline/runs/run_journal.ts";
import { readRunRecord, type RunRecord } from "../../../offline/runs/run_record.ts";
import type { Progress } from "../../../training/loop.ts";
import { someRecord, withRoot } from "./some_run.ts";

const progress = (step: number, loss?: number): Progress => ({
  stage: "prior",
  step,
  steps: 100,
  metrics: new Map(),
  stepsPerSecond: 1,
  imagesPerSecond: 1,
  secondsLeft: 1,
  ...loss !== undefined && { validation: new Map([["nats", loss], ["other", 0]]) },
});

const begun = async (root: string, other: Partial<RunRecord> = {}) => {
  const journal = new RunJournal(root, someRecord({ state: "stopped", ...other }));
  await journal.begin();
  return { journal, read: async () => await readRunRecord(root) as RunRecord };
};

Deno.test("RunJournal.begin() says that this process trains the run", () =>
  withRoot(async (root) => {
    const { read } = await begun(root, { error: "disk full" });
    const { state, pid, error } = await read();
    assertEquals([state, pid, error], ["running", Deno.pid, undefined]);
  }));

Deno.test("RunJournal.note() keeps the lowest validation loss and the step it was at", () =>
  withRoot(async (root) => {
    const { journal, read } = await begun(root);
    for (const [step, loss] of [[10, 3], [20, 2], [30, 2.5]]) {
      await journal.note(progress(step, loss));
    }
    const { best, progress: moment } = await read();
    assertEquals(best, { stage: "prior", metric: "nats", value: 2, step: 20 });
    assertEquals(moment, { stage: "prior", step: 30, steps: 100 });
  }));

Deno.test("RunJournal.note() starts anew with another stage", () =>
  withRoot(async (root) => {
    const best = { stage: "codec", metric: "mse", value: 0.01, step: 5 };
    const { journal, read } = await begun(root, { best });
    await journal.note(progress(10, 3));
    assertEquals((await read()).best?.value, 3);
  }));

Deno.test("RunJournal.note() does not write at every step", () =>
  withRoot(async (root) => {
    const { journal, read } = await begun(root);
    await journal.note(progress(10));
    assertEquals((await read()).progress, undefined);
  }));

Deno.test("RunJournal.stop() tells the step that is saved", () =>
  withRoot(async (root) => {
    const { journal, read } = await begun(root);
    await journal.note(progress(10, 3));
    await journal.stop(14);
    const { state, progress: moment } = await read();
    assertEquals([state, moment?.step], ["stopped", 14]);
  }));

Deno.test("RunJournal.finish() tells metrics and bundle", () =>
  withRoot(async (root) => {
    const { journal, read } = await begun(root);
    await journal.finish({ metrics: { mse: { value: 0.1 } }, bundle: "made/x" });
    const { state, metrics, bundle } = await read();
    assertEquals([state, metrics, bundle], ["done", { mse: { value: 0.1 } }, "made/x"]);
  }));

Deno.test("RunJournal.fail() tells the reason in a line", () =>
  withRoot(async (root) => {
    const { journal, read } = await begun(root);
    await journal.fail(new Error("no space left\nat …"));
    const { state, error } = await read();
    assertEquals([state, error], ["failed", "no space left"]);
  }));
