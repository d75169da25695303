import { appendWhole, writeAtomically } from "./files/atomic_write.ts";
import type { Progress } from "../training/loop.ts";
import type { Stage } from "../training/stage.ts";

/** One line of a run's `metrics.jsonl`. */
export interface MetricsRecord {
  readonly stage: Stage["name"];
  readonly step: number;
  readonly steps: number;
  /** Means since the record before. */
  readonly metrics: Readonly<Record<string, number>>;
  readonly stepsPerSecond: number;
  readonly validation?: Readonly<Record<string, number>>;
}

/** The line of a moment of training. */
export function metricsRecord(progress: Progress): MetricsRecord {
  const { stage, step, steps, stepsPerSecond, validation } = progress;
  return {
    stage,
    step,
    steps,
    metrics: Object.fromEntries(progress.metrics),
    stepsPerSecond: Number(stepsPerSecond.toPrecision(4)),
    ...validation && { validation: Object.fromEntries(validation) },
  };
}

/** Appends to `metrics.jsonl`, one JSON object a line. @throws {WriteError} If the disk is full. */
export async function appendMetrics(path: string, record: MetricsRecord): Promise<void> {
  await appendWhole(path, `${JSON.stringify(record)}\n`);
}

/**
 * Leaves only what comes before a resumed run's next step: what was logged after its checkpoint is
 * logged again. @param moment Of the checkpoint; `before` names the stages that were done by then.
 */
export async function rewindMetrics(
  path: string,
  { before, stage, step }: Pick<MetricsRecord, "stage" | "step"> & { before: readonly string[] },
): Promise<void> {
  const records = await readMetrics(path);
  const kept = records.filter((it) =>
    before.includes(it.stage) || (it.stage === stage && it.step <= step)
  );
  const lines = kept.map((it) => `${JSON.stringify(it)}\n`);
  await writeAtomically(path, new TextEncoder().encode(lines.join("")));
}

/** The records of a run in order. A line that a crash cut short is left out. */
export async function readMetrics(path: string): Promise<MetricsRecord[]> {
  const text = await Deno.readTextFile(path).catch((error) => {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  });
  const records = new Map<string, MetricsRecord>();
  for (const line of text.split("\n")) {
    try {
      const record: MetricsRecord = JSON.parse(line);
      records.set(`${record.stage} ${record.step}`, record);
    } catch {
      continue;
    }
  }
  // Stages are logged one after another.
  const stages = [...new Set(Array.from(records.values(), ({ stage }) => stage))];
  return [...records.values()].sort((a, b) =>
    stages.indexOf(a.stage) - stages.indexOf(b.stage) || a.step - b.step
  );
}
