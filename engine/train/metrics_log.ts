import type { Progress } from "./loop.ts";

/** One line of a run's `metrics.jsonl`. */
export interface MetricsRecord {
  readonly stage: string;
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

/** Appends to `metrics.jsonl`, one JSON object a line. */
export async function appendMetrics(path: string, record: MetricsRecord): Promise<void> {
  await Deno.writeTextFile(path, `${JSON.stringify(record)}\n`, { append: true });
}

/**
 * The records of a run, a step that was done again after a resume counted once, with its last values.
 * A line that a crash cut short is left out.
 */
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
