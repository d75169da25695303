import type { Role } from "../models/contract.ts";
import { NonFiniteError } from "./non_finite.ts";
import type { Trainer, TrainerState } from "./trainer.ts";
import type { Stage } from "./stage.ts";

/** What the loop reports about one moment of training. */
export interface Progress {
  /** What is trained. */
  readonly stage: Role;
  /** Steps done, of `steps`. */
  readonly step: number;
  /** Of the stage. */
  readonly steps: number;
  /** Means over the steps since the last report. */
  readonly metrics: ReadonlyMap<string, number>;
  /** Since the last report. */
  readonly stepsPerSecond: number;
  /** Since the last report. */
  readonly imagesPerSecond: number;
  /** Of the stage, at this speed. */
  readonly secondsLeft: number;
  /** Set when the averaged weights were measured at this step. */
  readonly validation?: ReadonlyMap<string, number>;
}

/** The best averaged weights so far, by validation loss. */
export interface Best {
  readonly step: number;
  readonly loss: number;
  readonly parameters: ReadonlyMap<string, Float32Array>;
}

/** How a stage is run. */
export interface LoopOptions {
  readonly steps: number;
  readonly reportEvery: number;
  readonly evaluateEvery: number;
  readonly checkpointSeconds: number;
  /** Set by SIGINT or SIGTERM: the step in progress is finished and saved. */
  readonly signal: AbortSignal;
  readonly best?: Best;
  /** Keeps the averaged weights of the lowest validation loss; otherwise those of the last step. */
  readonly chooseBest: boolean;
  report(progress: Progress): Promise<void>;
  save(state: TrainerState, best: Best | undefined): Promise<void>;
}

/** The run was stopped on request; its state is saved. */
export class StoppedError extends Error {
  constructor(readonly step: number) {
    super(`Training was stopped and saved at step ${step}`);
    this.name = "StoppedError";
  }
}

/**
 * Trains a stage to its last step: saves at the start, so that there is always a checkpoint to go on
 * from, then reports, evaluates and saves.
 * @returns The averaged weights: the best by validation loss, or the last.
 * @throws {StoppedError} After saving, if a stop was requested.
 * @throws {NonFiniteError} At NaN or infinity; what was saved before stays.
 */
export async function runLoop(
  trainer: Trainer,
  stage: Stage,
  options: LoopOptions,
): Promise<Best> {
  const { steps, signal } = options;
  let best = options.best;
  if (trainer.step === 0) await options.save(await trainer.state(), best);
  const window = new Window(stage.batchSize, trainer.step);
  let saved = performance.now();
  while (trainer.step < steps) {
    window.add(await trainer.next());
    const { step } = trainer;
    const last = step === steps;
    const stop = signal.aborted;
    if (stop || last || step % options.reportEvery === 0 || step % options.evaluateEvery === 0) {
      window.add(await trainer.finish());
      let validation: ReadonlyMap<string, number> | undefined;
      if (last || step % options.evaluateEvery === 0) {
        window.pause();
        validation = await stage.evaluate(trainer.compute);
        const [[name, loss]] = validation;
        if (!Number.isFinite(loss)) throw new NonFiniteError(`validation ${name}`, step, loss);
        if ((last || options.chooseBest) && !(best && best.loss <= loss)) {
          best = { step, loss, parameters: await trainer.averaged() };
        }
      }
      await options.report(window.take(stage.name, { step, steps, validation }));
    }
    if (stop || last || performance.now() - saved > options.checkpointSeconds * 1000) {
      window.add(await trainer.finish());
      window.pause();
      await options.save(await trainer.state(), best);
      saved = performance.now();
    }
    if (stop) throw new StoppedError(step);
  }
  return best!;
}

/** Means and speeds between two reports. Time spent on evaluation and saving does not count. */
class Window {
  #sums = new Map<string, number>();
  #count = 0;
  #seconds = 0;
  #since = performance.now();
  #first: number;

  constructor(private readonly batchSize: number, step: number) {
    this.#first = step;
  }

  add(metrics: ReadonlyMap<string, number> | undefined): void {
    if (this.#since === Infinity) this.#since = performance.now();
    if (!metrics) return;
    this.#count++;
    for (const [name, value] of metrics) {
      this.#sums.set(name, (this.#sums.get(name) ?? 0) + value);
    }
  }

  pause(): void {
    if (this.#since !== Infinity) this.#seconds += (performance.now() - this.#since) / 1000;
    this.#since = Infinity;
  }

  take(
    stage: Stage["name"],
    { step, steps, validation }: {
      step: number;
      steps: number;
      validation?: ReadonlyMap<string, number>;
    },
  ): Progress {
    this.pause();
    const stepsPerSecond = (step - this.#first) / Math.max(this.#seconds, 1e-9);
    const progress = {
      stage,
      step,
      steps,
      metrics: new Map([...this.#sums].map(([name, sum]) => [name, sum / this.#count])),
      stepsPerSecond,
      imagesPerSecond: stepsPerSecond * this.batchSize,
      secondsLeft: (steps - step) / stepsPerSecond,
      validation,
    };
    this.#sums = new Map();
    this.#count = 0;
    this.#seconds = 0;
    this.#first = step;
    return progress;
  }
}
