import type { NamedValues, TrainingBackend } from "../training/backend.ts";
import { type Best, type Progress, runLoop } from "../training/loop.ts";
import type { Stage } from "../training/stage.ts";
import { Trainer } from "../training/trainer.ts";
import { type Checkpoint, type Identity, writeCheckpoint } from "./checkpoint.ts";
import { appendMetrics, metricsRecord } from "./metrics_log.ts";
import { withoutPrefix } from "./weight_names.ts";

/** A stage's place in its run. */
export interface StageOptions {
  readonly seed: number;
  /** Time between checkpoints, 60 by default. */
  readonly checkpointSeconds?: number;
  readonly signal: AbortSignal;
  report(progress: Progress): void;
  /** Of the checkpoint. */
  readonly path: string;
  /** Of the metrics. */
  readonly log: string;
  readonly identity: Identity;
  /** Where the run goes on from. */
  readonly from: Checkpoint | undefined;
  /** Of the run's stages, from 0. */
  readonly index: number;
  /** Weights of finished stages, which a checkpoint carries along. */
  readonly frozen: NamedValues;
  /** Spent on the run so far. */
  seconds(): number;
}

const REPORT_EVERY = 20;
const CHECKPOINT_SECONDS = 60;

/**
 * Trains a stage from its start or from a checkpoint, keeping the run's files up to date; a stage that the checkpoint
 * has behind it only takes its weights.
 * @returns The trainer with the weights of the bundle as its averaged ones.
 */
export async function trainStage(
  backend: TrainingBackend,
  stage: Stage,
  options: StageOptions,
): Promise<{ trainer: Trainer; best: Best }> {
  const trainer = await Trainer.create(backend, stage, options.seed);
  try {
    return { trainer, best: await train(backend, { trainer, stage, options }) };
  } catch (error) {
    await trainer.finish().catch(() => {}); // A step may still run.
    trainer.close();
    throw error;
  }
}

async function train(
  backend: TrainingBackend,
  { trainer, stage, options }: { trainer: Trainer; stage: Stage; options: StageOptions },
): Promise<Best> {
  const { identity, from, index, frozen, path, log } = options;
  const { steps } = stage;
  if (from && index < from.stage) {
    const parameters = withoutPrefix(stage.name, from.frozen);
    trainer.adopt(parameters);
    return { step: steps, loss: NaN, parameters };
  }
  const current = from?.stage === index ? from : undefined;
  if (current) trainer.restore(current.state);
  const found = await runLoop(trainer, stage, {
    steps,
    reportEvery: REPORT_EVERY,
    evaluateEvery: Math.max(REPORT_EVERY, Math.ceil(steps / 20 / REPORT_EVERY) * REPORT_EVERY),
    checkpointSeconds: options.checkpointSeconds ?? CHECKPOINT_SECONDS,
    chooseBest: identity.recipe.validation > 0,
    signal: options.signal,
    best: current?.best,
    report: async (progress) => {
      await options.report(progress);
      await appendMetrics(log, metricsRecord(progress));
    },
    save: (state, best) =>
      writeCheckpoint(path, {
        ...identity,
        ...{ stage: index, state, best, frozen },
        seconds: options.seconds(),
        adapter: backend.name,
        choices: backend.choices,
      }),
  });
  const best = { ...found, parameters: stage.served(found.parameters) };
  trainer.adopt(best.parameters);
  return best;
}
