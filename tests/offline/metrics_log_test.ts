import { assertEquals } from "@std/assert";
import {
  appendMetrics,
  type MetricsRecord,
  metricsRecord,
  readMetrics,
  rewindMetrics,
} from "../../offline/metrics_log.ts";
import { withFolder } from "../training/tiny_training.ts";

function record(stage: MetricsRecord["stage"], step: number, loss = step): MetricsRecord {
  return { stage, step, steps: 60, metrics: { loss }, stepsPerSecond: 3 };
}

const RUN = [
  record("codec", 20),
  record("codec", 40),
  record("prior", 20),
  record("prior", 40),
];

async function withLog(
  records: readonly MetricsRecord[],
  use: (path: string) => Promise<void>,
): Promise<void> {
  await withFolder(async (folder) => {
    for (const it of records) await appendMetrics(`${folder}/metrics.jsonl`, it);
    await use(`${folder}/metrics.jsonl`);
  });
}

Deno.test("metricsRecord() is what a report says, as plain JSON", () => {
  const progress = {
    stage: "prior",
    step: 20,
    steps: 60,
    metrics: new Map([["loss", 2.5]]),
    stepsPerSecond: 1 / 3,
    imagesPerSecond: 10,
    secondsLeft: 120,
  } as const;
  const expected = {
    stage: "prior" as const,
    step: 20,
    steps: 60,
    metrics: { loss: 2.5 },
    stepsPerSecond: 0.3333,
  };
  assertEquals(metricsRecord(progress), expected);
  const validation = new Map([["nats", 2]]);
  assertEquals(metricsRecord({ ...progress, validation }), {
    ...expected,
    validation: { nats: 2 },
  });
});

Deno.test("readMetrics() reads what appendMetrics() wrote, in order", async () => {
  await withLog(RUN, async (path) => assertEquals(await readMetrics(path), RUN));
});

Deno.test("readMetrics() of no file is no record", async () => {
  assertEquals(await readMetrics("/nowhere/metrics.jsonl"), []);
});

Deno.test("readMetrics() leaves out a line that was cut short", async () => {
  await withLog(RUN.slice(0, 2), async (path) => {
    await Deno.writeTextFile(path, JSON.stringify(RUN[2]).slice(0, 30), { append: true });
    assertEquals(await readMetrics(path), RUN.slice(0, 2));
  });
});

Deno.test("rewindMetrics() drops what came after a checkpoint, and cut lines", async () => {
  await withLog(RUN, async (path) => {
    await Deno.writeTextFile(path, '{"stage":"pri', { append: true });
    await rewindMetrics(path, { before: ["codec"], stage: "prior", step: 33 });
    const lines = (await Deno.readTextFile(path)).split("\n");
    assertEquals(lines, [...RUN.slice(0, 3).map((it) => JSON.stringify(it)), ""]);
    await rewindMetrics(path, { before: [], stage: "codec", step: 20 });
    assertEquals(await readMetrics(path), RUN.slice(0, 1));
    await appendMetrics(path, RUN[1]);
    assertEquals(await readMetrics(path), RUN.slice(0, 2));
  });
});

Deno.test("rewindMetrics() keeps all stages before", async () => {
  await withLog(RUN, async (path) => {
    await rewindMetrics(path, { before: ["codec"], stage: "prior", step: 0 });
    assertEquals(await readMetrics(path), RUN.slice(0, 2));
  });
});
