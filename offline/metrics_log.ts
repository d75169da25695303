import { appendWhole, writeAtomically } from "./files/atomic_write.ts";
import type { Progress } from "../training/loop.ts";
import type { Stage } from "../training/stage.ts";

/** One line of a run's `metrics.jsonl`. */
export interface MetricsRecord {
  /** Stages are trained in the order of their names. */
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
 * logged again. @param moment Of the checkpoint.
 */
export async function rewindMetrics(
  path: string,
  { stage, step }: Pick<MetricsRecord, "stage" | "step">,
): Promise<void> {
  const records = await readMetrics(path);
  // Records are in order of training: those of the stages before, then the stage's own.
  const kept = records.filter((it) => it.stage < stage || (it.stage === stage && it.step <= step));
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
  return [...records.values()].sort((a, b) =>
    a.stage === b.stage ? a.step - b.step : a.stage < b.stage ? -1 : 1
  );
}
