import * as z from "zod";
import { writeAtomically } from "../files/atomic_write.ts";

/** Where runs are kept. */
export const RUNS = "runs";

const RECORD_FILE = "run.json";

/** What a run and a bundle may be called. */
export const RUN_NAME = /^[a-z0-9][a-z0-9_-]{0,63}$/;

const Metric = z.object({ value: z.number(), unit: z.string().optional() });

/** How far a stage is. */
const Moment = z.strictObject({ stage: z.string(), step: z.int().min(0), steps: z.int().min(0) });

/** A run's `run.json`: what was started, and how far it came. */
export const RunRecord = z.strictObject({
  format: z.literal(1),
  name: z.string().regex(RUN_NAME),
  /** What `train` was given: a preset or a file. */
  recipe: z.string(),
  /** Of the models and their training, as `--print-config` shows it. */
  config: z.record(z.string(), z.json()),
  /** A data set or a folder. */
  data: z.string(),
  /** Side that pictures of a folder get. */
  size: z.int().optional(),
  quick: z.boolean(),
  seed: z.int().min(0),
  /** What `--device` was given, which a resumed run takes again; absent: `auto`. */
  device: z.string().optional(),
  /** Name of the device that trains or trained it; runs of earlier versions have none. */
  adapter: z.string().optional(),
  /** Folder that the bundle gets. */
  out: z.string(),
  /** ISO 8601. */
  started: z.string(),
  updated: z.string(),
  /** As a person types it. */
  command: z.string(),
  /** `running` may also be a run that was killed: {@link RunSummary} tells them apart. */
  state: z.enum(["running", "stopped", "done", "failed"]),
  /** Of the process that trains or trained it. */
  pid: z.int(),
  progress: Moment.optional(),
  /** The lowest validation loss of the stage in training. */
  best: z.strictObject({
    stage: z.string(),
    metric: z.string(),
    value: z.number(),
    step: z.int(),
  }).optional(),
  /** Set once the run is done: measured on the test split. */
  metrics: z.record(z.string(), Metric).optional(),
  /** Folder of the bundle, set once it is written. */
  bundle: z.string().optional(),
  /** Set if the run failed: the reason in one line. */
  error: z.string().optional(),
});

export type RunRecord = z.infer<typeof RunRecord>;

/** Writes `run.json` into a run's folder: the old one or the new one, whole. @throws {WriteError} */
export async function writeRunRecord(folder: string, record: RunRecord): Promise<void> {
  const text = `${JSON.stringify(record, null, 2)}\n`;
  await writeAtomically(`${folder}/${RECORD_FILE}`, new TextEncoder().encode(text));
}

/** The record of a run's folder, or in one line why there is none to read. */
export async function readRunRecord(folder: string): Promise<RunRecord | string> {
  let text: string;
  try {
    text = await Deno.readTextFile(`${folder}/${RECORD_FILE}`);
  } catch (error) {
    return error instanceof Deno.errors.NotFound
      ? `has no ${RECORD_FILE}`
      : (error as Error).message;
  }
  try {
    const parsed = RunRecord.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data;
    const [{ path, message }] = parsed.error.issues;
    return `its ${RECORD_FILE} is wrong at "${path.join(".")}": ${message}`;
  } catch {
    return `its ${RECORD_FILE} is no JSON`;
  }
}
