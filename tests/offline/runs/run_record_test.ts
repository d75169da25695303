import { assertEquals } from "@std/assert";
import { readRunRecord, writeRunRecord } from "../../../offline/runs/run_record.ts";
import { someRecord, withRoot } from "./some_run.ts";

Deno.test("readRunRecord() reads what writeRunRecord() wrote", () =>
  withRoot(async (root) => {
    const record = someRecord({
      size: 32,
      progress: { stage: "prior", step: 3, steps: 5 },
      best: { stage: "prior", metric: "nats", value: 2, step: 3 },
      metrics: { mse: { value: 0.1 }, nats: { value: 2, unit: "nats" } },
      bundle: "static/models/mnist",
    });
    await writeRunRecord(root, record);
    assertEquals(await readRunRecord(root), record);
  }));

const BROKEN: readonly [text: string | undefined, problem: string][] = [
  [undefined, "has no run.json"],
  ["{", "its run.json is no JSON"],
  ['{"format":2}', 'its run.json is wrong at "format": Invalid input: expected 1'],
];

for (const [text, problem] of BROKEN) {
  Deno.test(`readRunRecord() says in a line what is wrong with ${text ?? "a missing file"}`, () =>
    withRoot(async (root) => {
      if (text !== undefined) await Deno.writeTextFile(`${root}/run.json`, text);
      assertEquals(await readRunRecord(root), problem);
    }));
}
