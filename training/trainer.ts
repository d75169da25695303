import { Random } from "../core/random/random.ts";
import type {
  BackendState,
  CompiledStep,
  Compute,
  NamedValues,
  TrainingBackend,
} from "./backend.ts";
import { learningRateAt } from "./learning_rate.ts";
import { findNonFinite } from "./non_finite.ts";
import type { Stage } from "./stage.ts";

/** Everything that the next step depends on, besides the stage itself. */
export interface TrainerState extends BackendState {
  readonly step: number;
}

/** Initial weights are drawn from this stream of the run's seed. */
const WEIGHTS_STREAM = 1;

/** Trains one stage, step by step. */
export class Trainer {
  /** Steps done. */
  step = 0;
  #pending?: Promise<Map<string, number>>;

  private constructor(
    private readonly stage: Stage,
    private readonly compiled: CompiledStep,
  ) {}

  /** Compiles the step and draws the initial weights. @param seed In [0, 2^32). */
  static async create(backend: TrainingBackend, stage: Stage, seed: number): Promise<Trainer> {
    const { graph, loss, metrics: outputs, optimiser } = stage;
    const random = new Random(seed, WEIGHTS_STREAM);
    const compiled = await backend.compile({ graph, loss, outputs, optimiser, random });
    return new Trainer(stage, compiled);
  }

  /**
   * Queues the next step and gives the metrics of the one before, whose reading it hides behind its own
   * work.
   * @throws {NonFiniteError} If that one gave NaN or infinity: neither step has changed anything, and no
   * later one will.
   */
  async next(): Promise<Map<string, number> | undefined> {
    const { step } = this;
    const scale = learningRateAt(this.stage.schedule, step);
    this.compiled.step(this.stage.feeds(step), { step, scale });
    const previous = this.#pending;
    const pending = this.#readMetrics(this.step++);
    pending.catch(() => {}); // thrown by the next call, if there is one
    this.#pending = pending;
    return await previous;
  }

  /** Waits for the last step. @returns Its metrics, if they were not given yet. */
  async finish(): Promise<Map<string, number> | undefined> {
    const last = await this.#pending;
    this.#pending = undefined;
    return last;
  }

  /** All of the state, after the last step. */
  async state(): Promise<TrainerState> {
    await this.finish();
    return { step: this.step, ...await this.compiled.state() };
  }

  /** Goes on from a state. @throws {RangeError} If it is another model's. */
  restore(state: TrainerState): void {
    this.compiled.restore(state);
    this.step = state.step;
  }

  /** All parameters, the trainable ones averaged over steps. */
  averaged(): Promise<Map<string, Float32Array>> {
    return this.compiled.averaged();
  }

  /** Takes weights as they are, and as the averaged ones, for what is computed from now on. */
  adopt(parameters: NamedValues): void {
    this.compiled.adopt(parameters);
  }

  /** Runs outputs of the stage's graph with the averaged weights. */
  readonly compute: Compute = (outputs, feeds) => this.compiled.compute(outputs, feeds);

  /** Frees everything on the device. */
  close(): void {
    this.compiled.close();
  }

  async #readMetrics(step: number): Promise<Map<string, number>> {
    const { values, finite } = await this.compiled.read();
    if (!finite) throw await findNonFinite(this.compiled, { stage: this.stage, step });
    return values;
  }
}
