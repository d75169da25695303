import { type Dataset, type Split, subset } from "../training/data/dataset.ts";
import { holdOut } from "../training/data/hold_out.ts";
import type { Device } from "../executors/webgpu/device.ts";
import { writing } from "./files/write_error.ts";
import { Tuning } from "../executors/webgpu/compiled/tuning.ts";
import { type AutoencoderStage, autoencoderStage } from "../training/autoencoder_stage.ts";
import { type Checkpoint, readCheckpoint, writeCheckpoint } from "./checkpoint.ts";
import type { TrainingConfig } from "../training/config.ts";
import { type Best, type Progress, runLoop } from "../training/loop.ts";
import { appendMetrics, metricsRecord, rewindMetrics } from "./metrics_log.ts";
import { type CodeSet, priorStage } from "../training/prior_stage.ts";
import { servedWeights } from "../training/served_weights.ts";
import type { Stage, StageRun } from "../training/stage.ts";
import { stoppable } from "../training/stoppable.ts";
import { Trainer } from "../training/trainer.ts";

/** A run: what is trained on what, and where its state is kept. */
export interface RunOptions {
  readonly config: TrainingConfig;
  readonly dataset: Dataset;
  readonly seed: number;
  /** Folder of `checkpoint.safetensors` and `metrics.jsonl`. */
  readonly directory: string;
  /** Continues the checkpoint in the folder. */
  readonly resume: boolean;
  /** Time between checkpoints, 60 by default. */
  readonly checkpointSeconds?: number;
  /** Kernel choices of a new run; a resumed one keeps its own. */
  readonly tuning?: Tuning;
  readonly signal: AbortSignal;
  report(progress: Progress): void;
  say(text: string): void;
}

/** Measured on the test split, with the weights that the bundle gets. */
export interface TestMetrics {
  readonly autoencoder: ReadonlyMap<string, number>;
  readonly prior: ReadonlyMap<string, number>;
}

/** A finished run. */
export interface RunResult {
  /** The averaged weights of both stages: `autoencoder.…`, `prior.…`. */
  readonly weights: ReadonlyMap<string, Float32Array>;
  readonly metrics: TestMetrics;
  /** Steps of each stage, and seconds spent in all. */
  readonly steps: { readonly autoencoder: number; readonly prior: number };
  readonly seconds: number;
}

/** Images that the curve is measured on where none are held out: of the test split, never chosen by. */
const MONITORED = 1000;
const REPORT_EVERY = 20;
const CHECKPOINT_SECONDS = 60;

/**
 * Trains both stages, or what is left of them, and measures them on the test split.
 * @throws {StoppedError} If told to stop, after saving. @throws {NonFiniteError}
 * @throws {CheckpointError} If the checkpoint to resume is another run's.
 * @throws {DeviceLostError} What was saved before stays. @throws {WriteError} The same.
 */
export async function runTraining(device: Device, options: RunOptions): Promise<RunResult> {
  try {
    return await runStages(device, options);
  } catch (error) {
    // What fails on a lost device says so in many ways, all of them DOMExceptions.
    throw error instanceof DOMException ? await device.explain(error) : error;
  }
}

async function runStages(device: Device, options: RunOptions): Promise<RunResult> {
  const { config, directory, resume, say } = options;
  await writing(directory, () => Deno.mkdir(directory, { recursive: true }));
  const dataset = holdOut(options.dataset, config.validation);
  const { train, test } = dataset.splits;
  const monitor = dataset.splits.validation.count > 0
    ? dataset.splits.validation
    : firstOf(test, MONITORED);
  const identity = {
    config,
    seed: options.seed,
    dataset: { name: dataset.name, trainHash: train.hash() },
  };
  const path = `${directory}/checkpoint.safetensors`;
  const checkpoint = resume ? await readCheckpoint(path, identity) : undefined;
  const log = `${directory}/metrics.jsonl`;
  if (checkpoint) await rewindMetrics(log, { ...checkpoint, step: checkpoint.state.step });
  else await Deno.remove(log).catch(() => {});
  const tuning = checkpoint ? new Tuning(checkpoint.tuning) : options.tuning ?? new Tuning();
  const clock = { before: checkpoint?.seconds ?? 0, since: performance.now() };
  const seconds = () => clock.before + (performance.now() - clock.since) / 1000;

  const trainOne = (stage: Stage, from: Checkpoint | undefined, frozen: Frozen) =>
    trainStage(device, stage, {
      ...options,
      tuning,
      path,
      log,
      identity,
      from,
      frozen,
      seconds,
    });

  const first = autoencoderStage(config, { train, monitor, seed: options.seed });
  const autoencoder = await trainOne(first, checkpoint, new Map());
  say("encoding the data set");
  const { steps } = config.autoencoderOptimisation;
  const coder = stoppable(autoencoder.trainer, options.signal, steps);
  const encoded = {
    train: await encode(first, coder, train),
    monitor: await encode(first, coder, monitor),
    test: await encode(first, coder, test),
  };
  const autoencoderMetrics = await first.measure(coder, test);
  autoencoder.trainer.destroy();

  const frozen = named("autoencoder", autoencoder.best.parameters);
  const second = priorStage(config, { ...encoded, seed: options.seed });
  const prior = await trainOne(second, checkpoint, frozen);
  const judge = stoppable(prior.trainer, options.signal, config.priorOptimisation.steps);
  const priorMetrics = await second.measure(judge, encoded.test);
  prior.trainer.destroy();
  return {
    weights: new Map([...frozen, ...named("prior", prior.best.parameters)]),
    metrics: { autoencoder: autoencoderMetrics, prior: priorMetrics },
    steps: { autoencoder: steps, prior: config.priorOptimisation.steps },
    seconds: seconds(),
  };
}

/** Weights of finished stages, which a checkpoint carries along. */
type Frozen = ReadonlyMap<string, Float32Array>;

async function trainStage(
  device: Device,
  stage: Stage,
  options: RunOptions & {
    tuning: Tuning;
    path: string;
    log: string;
    identity: Pick<Checkpoint, "config" | "seed" | "dataset">;
    from: Checkpoint | undefined;
    frozen: Frozen;
    seconds: () => number;
  },
): Promise<{ trainer: Trainer; best: Best }> {
  const { config, from, frozen, path, log, identity, seconds } = options;
  const { steps } = stage.name === "prior"
    ? config.priorOptimisation
    : config.autoencoderOptimisation;
  const trainer = await Trainer.create(device, stage, {
    seed: options.seed,
    tuning: options.tuning,
  });
  const done = stage.name === "autoencoder" && from?.stage === "prior";
  if (done) {
    const parameters = stripped("autoencoder", from.frozen);
    trainer.adopt(parameters);
    return { trainer, best: { step: steps, loss: NaN, parameters } };
  }
  const current = from?.stage === stage.name ? from : undefined;
  if (current) trainer.restore(current.state);
  const found = await runLoop(trainer, stage, {
    steps,
    reportEvery: REPORT_EVERY,
    evaluateEvery: Math.max(REPORT_EVERY, Math.ceil(steps / 20 / REPORT_EVERY) * REPORT_EVERY),
    checkpointSeconds: options.checkpointSeconds ?? CHECKPOINT_SECONDS,
    chooseBest: config.validation > 0,
    signal: options.signal,
    best: current?.best,
    report: async (progress) => {
      options.report(progress);
      await appendMetrics(log, metricsRecord(progress));
    },
    save: (state, bestSoFar) =>
      writeCheckpoint(path, {
        ...identity,
        stage: stage.name,
        state,
        best: bestSoFar,
        frozen,
        seconds: seconds(),
        adapter: device.name,
        tuning: options.tuning.chosen,
      }),
  });
  const best = { ...found, parameters: servedWeights(stage.name, found.parameters) };
  trainer.adopt(best.parameters);
  return { trainer, best };
}

async function encode(
  stage: AutoencoderStage,
  run: StageRun,
  split: Split,
): Promise<CodeSet> {
  return { codes: await stage.encode(run, split), labels: split.labels };
}

function firstOf(split: Split, count: number): Split {
  return subset(split, Uint32Array.from({ length: Math.min(count, split.count) }, (_, i) => i));
}

function named(stage: string, parameters: ReadonlyMap<string, Float32Array>): Frozen {
  return new Map([...parameters].map(([name, values]) => [`${stage}.${name}`, values]));
}

function stripped(stage: string, weights: Frozen): Map<string, Float32Array> {
  const prefix = `${stage}.`;
  return new Map(
    [...weights].filter(([name]) => name.startsWith(prefix))
      .map(([name, values]) => [name.slice(prefix.length), values]),
  );
}
