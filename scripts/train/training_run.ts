import type { Recipe } from "../../models/recipe.ts";
import { claimRun } from "../../offline/runs/claim_run.ts";
import { takeRun } from "../../offline/runs/find_run.ts";
import { RunJournal } from "../../offline/runs/run_journal.ts";
import type { RunLock } from "../../offline/runs/run_lock.ts";
import type { RunRecord } from "../../offline/runs/run_record.ts";
import { savedConfig } from "./named_recipe.ts";
import type { TrainPlan } from "./train_plan.ts";

/** A run that this process trains: its folder is locked and its `run.json` says `running`. */
export interface TrainingRun {
  readonly journal: RunJournal;
  readonly lock: RunLock;
  readonly recipe: Recipe;
  /** The task that makes the bundle again. */
  readonly command: string;
}

const MODELS = "static/models";

/** What of a run its command line and the machine decide. */
interface RunFlags {
  readonly name?: string;
  readonly out?: string;
  /** As given; a resumed run keeps its own where none is. */
  readonly device?: string;
  /** The name of the device that was opened. */
  readonly adapter: string;
}

/**
 * Makes the folder of a new run, or takes the one to continue.
 * @param recipe Fitted to the pictures.
 * @throws {RunError} If the name is taken, or another process trains the run. @throws {WriteError}
 */
export async function beginRun(
  plan: TrainPlan,
  recipe: Recipe,
  flags: RunFlags,
): Promise<TrainingRun> {
  const { out, device, adapter } = flags;
  const run = plan.resumed
    ? {
      lock: await takeRun(plan.resumed),
      record: { ...plan.resumed.record, ...out && { out }, ...device && { device }, adapter },
      recipe,
    }
    : await newRun(plan, recipe, flags);
  const journal = new RunJournal(run.lock.folder, run.record);
  await journal.begin();
  return { journal, lock: run.lock, recipe: run.recipe, command: run.record.command };
}

async function newRun(
  { named: { word, model }, data, size, quick, seed }: TrainPlan,
  recipe: Recipe,
  { name, out, device, adapter }: RunFlags,
) {
  const claimed = await claimRun(name === undefined ? { usual: recipe.id } : { name });
  // A bundle is named after its folder, by default the run's.
  const own = out === undefined ? { ...recipe, id: claimed.name } : recipe;
  const now = new Date().toISOString();
  const record: RunRecord = {
    format: 1,
    name: claimed.name,
    recipe: word,
    config: JSON.parse(JSON.stringify(savedConfig(own, { model }))),
    data,
    ...size !== undefined && { size },
    quick,
    seed,
    ...device !== undefined && { device },
    adapter,
    out: (out ?? `${MODELS}/${claimed.name}`).replace(/\/+$/, ""),
    started: now,
    updated: now,
    command: ["deno task train", ...Deno.args].join(" "),
    state: "running",
    pid: Deno.pid,
  };
  return { lock: claimed.lock, record, recipe: own };
}
