import type { MetricsRecord } from "../../../offline/metrics_log.ts";
import type { RunRecord } from "../../../offline/runs/run_record.ts";

/** A run's record, with what a test needs otherwise. */
export function someRecord(other: Partial<RunRecord> = {}): RunRecord {
  return {
    format: 1,
    name: "mnist",
    recipe: "mnist",
    config: { id: "mnist", title: "MNIST", prior: { layers: 8, dropout: 0.1 } },
    data: "mnist",
    quick: false,
    seed: 1,
    out: "static/models/mnist",
    started: "2026-11-26T20:00:00.000Z",
    updated: "2026-11-26T20:00:00.000Z",
    command: "deno task train mnist",
    state: "done",
    pid: 1,
    ...other,
  };
}

/** A stage's log: a record for each validation loss, 10 steps apart. */
export function someLog(stage: string, losses: readonly number[]): MetricsRecord[] {
  return losses.map((nats, i) => ({
    stage: stage as MetricsRecord["stage"],
    step: 10 * (i + 1),
    steps: 10 * losses.length,
    metrics: { loss: nats + 1 },
    stepsPerSecond: 3,
    validation: { nats },
  }));
}

/** Gives a folder for runs that is gone afterwards. */
export async function withRoot(use: (root: string) => Promise<void>): Promise<void> {
  const root = await Deno.makeTempDir();
  try {
    await use(root);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}
