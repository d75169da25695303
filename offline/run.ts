import type { Role } from "../models/contract.ts";
import { modelsOf, type Recipe, stagesOf, stepsOf } from "../models/recipe.ts";
import { type Dataset, firstOf, picturesOf } from "../training/data/dataset.ts";
import { type ExampleSplits, imageExamples } from "../training/data/examples.ts";
import { holdOut } from "../training/data/hold_out.ts";
import type { TrainingBackend } from "../training/backend.ts";
import type { Progress } from "../training/loop.ts";
import { makeStage } from "../training/make_stage.ts";
import type { TestMetrics } from "../training/measures/test_metrics.ts";
import { stoppable } from "../training/stoppable.ts";
import { type Checkpoint, readCheckpoint } from "./checkpoint.ts";
import { givesSameBits } from "./devices/processor.ts";
import { hashSplit } from "./data/hash_split.ts";
import { writing } from "./files/write_error.ts";
import { rewindMetrics } from "./metrics_log.ts";
import { trainStage } from "./train_stage.ts";
import { withPrefix } from "./weight_names.ts";

/** A run: what is trained on what, and where its state is kept. */
export interface RunOptions {
  readonly recipe: Recipe;
  readonly dataset: Dataset;
  readonly seed: number;
  /** Folder of `checkpoint.safetensors` and `metrics.jsonl`. */
  readonly directory: string;
  /** Continues the checkpoint in the folder. */
  readonly resume: boolean;
  /** Time between checkpoints, 60 by default. */
  readonly checkpointSeconds?: number;
  readonly signal: AbortSignal;
  /** What it returns is awaited before training goes on. */
  report(progress: Progress): void | Promise<void>;
  say(text: string): void;
}

/** A finished run. */
export interface RunResult {
  /** The averaged weights of all stages under their names in a bundle. */
  readonly weights: ReadonlyMap<string, Float32Array>;
  readonly metrics: TestMetrics;
  /** Steps of each stage, and seconds spent in all. */
  readonly steps: Partial<Record<Role, number>>;
  readonly seconds: number;
}

/** Images that the curve is measured on where none are held out: of the test split, never chosen by. */
const MONITORED = 1000;

/**
 * Trains every stage of a recipe, or what is left of them, and measures each on the test split.
 * @param backend With the choices of kernels for a new run.
 * @throws {StoppedError} If a stop was requested, after saving. @throws {NonFiniteError}
 * @throws {CheckpointError} If the checkpoint to resume is another run's.
 * @throws {DeviceLostError} What was saved before stays. @throws {WriteError} The same.
 */
export async function runTraining(
  backend: TrainingBackend,
  options: RunOptions,
): Promise<RunResult> {
  try {
    return await runStages(backend, options);
  } catch (error) {
    throw await backend.explain(error);
  }
}

async function runStages(device: TrainingBackend, options: RunOptions): Promise<RunResult> {
  const { recipe, directory, say, seed, signal } = options;
  await writing(directory, () => Deno.mkdir(directory, { recursive: true }));
  const dataset = holdOut(options.dataset, recipe.validation);
  const { train } = dataset.splits;
  const pictures = picturesOf(dataset);
  const identity = {
    ...{ recipe, pictures, seed },
    dataset: { name: dataset.name, trainHash: hashSplit(train) },
  };
  const path = `${directory}/checkpoint.safetensors`;
  const log = `${directory}/metrics.jsonl`;
  const from = options.resume ? await readCheckpoint(path, { identity }) : undefined;
  await prepareLog(log, from);
  const clock = { before: from?.seconds ?? 0, since: performance.now() };
  const backend = from ? resumedOn(device, from, say) : device;
  const run = {
    ...{ identity, from, path, log },
    seconds: () => clock.before + (performance.now() - clock.since) / 1000,
  };

  const models = modelsOf(recipe, pictures);
  const stages = stagesOf(recipe);
  const metrics: TestMetrics = {};
  const frozen = new Map<string, Float32Array>();
  let examples = examplesOf(dataset);
  for (const [index, it] of stages.entries()) {
    const stage = makeStage(it, models, { examples, seed, index });
    const { trainer, best } = await trainStage(backend, stage, {
      ...options,
      ...run,
      index,
      frozen,
    });
    try {
      const guarded = stoppable(trainer.compute, signal, stage.steps);
      if (index < stages.length - 1) {
        say("encoding the data set");
        examples = await stage.pass!(guarded);
      }
      metrics[it.role] = await stage.measure(guarded);
    } finally {
      trainer.close();
    }
    for (const [name, values] of withPrefix(it.role, best.parameters)) frozen.set(name, values);
  }
  return { weights: frozen, metrics, steps: stepsOf(recipe), seconds: run.seconds() };
}

/** A resumed run keeps its choices of kernels, unless it continues on another device: then its last bits differ. */
function resumedOn(
  device: TrainingBackend,
  { adapter, choices }: Checkpoint,
  say: RunOptions["say"],
): TrainingBackend {
  if (givesSameBits(adapter, device.name)) return device.withChoices(choices);
  say(
    `the run began on ${adapter}: what ${device.name} computes from here is as good, but not ` +
      "the same bits",
  );
  return device;
}

async function prepareLog(log: string, from: Checkpoint | undefined): Promise<void> {
  if (!from) return void await Deno.remove(log).catch(() => {});
  const roles = stagesOf(from.recipe).map(({ role }) => role);
  await rewindMetrics(log, {
    before: roles.slice(0, from.stage),
    stage: roles[from.stage],
    step: from.state.step,
  });
}

function examplesOf({ splits: { train, validation, test } }: Dataset): ExampleSplits {
  const monitor = validation.count > 0 ? validation : firstOf(test, MONITORED);
  return {
    train: imageExamples(train),
    monitor: imageExamples(monitor),
    test: imageExamples(test),
  };
}
