import type { Tensor, Values } from "../core/graph/mod.ts";
import { Random } from "../core/random/random.ts";
import type { Device } from "../executors/webgpu/device.ts";
import { Adam, type AdamArena } from "../executors/webgpu/optimiser/adam.ts";
import { learningRateAt } from "./learning_rate.ts";
import { compileGraph } from "../executors/webgpu/compiled/compile.ts";
import { Parameters } from "../executors/webgpu/compiled/parameters.ts";
import type { CompiledGraph } from "../executors/webgpu/compiled/compiled_graph.ts";
import { compileTrainingStep } from "../executors/webgpu/compiled/training_step.ts";
import type { Tuning } from "../executors/webgpu/compiled/tuning.ts";
import { findNonFinite } from "./non_finite.ts";
import type { Stage, StageRun } from "./stage.ts";

/** Everything that the next step depends on, besides the stage itself. */
export interface TrainerState {
  readonly step: number;
  readonly parameters: ReadonlyMap<string, Float32Array>;
  readonly optimizer: Readonly<Record<AdamArena, Float32Array>>;
}

/** Initial weights are drawn from this stream of the run's seed. */
const WEIGHTS_STREAM = 1;

/** Trains one stage, step by step, on one device. */
export class Trainer implements StageRun {
  /** Steps done. */
  step = 0;
  readonly #programs = new Map<string, CompiledGraph>();
  #pending?: Promise<Map<string, number>>;

  private constructor(
    private readonly device: Device,
    private readonly stage: Stage,
    private readonly parts: {
      parameters: Parameters;
      optimizer: Adam;
      program: CompiledGraph;
      tuning?: Tuning;
    },
  ) {}

  /** Compiles the step and draws the initial weights. @param seed In [0, 2^32). */
  static async create(
    device: Device,
    stage: Stage,
    { seed, tuning }: { seed: number; tuning?: Tuning },
  ): Promise<Trainer> {
    const { graph, loss, metrics: outputs } = stage;
    const random = new Random(seed, WEIGHTS_STREAM);
    const parameters = Parameters.create(device.gpu, graph, random);
    const optimizer = new Adam(parameters, stage.optimizer);
    const options = { graph, loss, outputs, parameters, optimizer, tuning };
    const program = await compileTrainingStep(device, options);
    return new Trainer(device, stage, { parameters, optimizer, program, tuning });
  }

  /**
   * Queues the next step and gives the metrics of the one before, whose reading it hides behind its own
   * work.
   * @throws {NonFiniteError} If that one gave NaN or infinity: neither step has changed anything, and no
   * later one will.
   */
  async next(): Promise<Map<string, number> | undefined> {
    const { optimizer, program } = this.parts;
    optimizer.prepare(this.step, learningRateAt(this.stage.schedule, this.step));
    program.run(this.stage.feeds(this.step));
    const previous = this.#pending;
    const pending = this.#readMetrics(this.step++);
    pending.catch(() => {}); // told by the next call, if there is one
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
    return {
      step: this.step,
      parameters: await this.parts.parameters.read(),
      optimizer: await this.parts.optimizer.read(),
    };
  }

  /** Goes on from a state. @throws {RangeError} If it is another model's. */
  restore({ step, parameters, optimizer }: TrainerState): void {
    for (const name of this.parts.parameters.slots.keys()) {
      const values = parameters.get(name);
      if (!values) throw new RangeError(`Cannot restore parameter "${name}" as the state has none`);
      this.write(name, values);
    }
    this.parts.optimizer.restore(optimizer);
    this.step = step;
  }

  /** All parameters, the trainable ones averaged over steps. */
  async averaged(): Promise<Map<string, Float32Array>> {
    const { parameters, optimizer } = this.parts;
    return await parameters.withWeights(optimizer.arenas.average).read();
  }

  /** Takes weights as the averaged ones, for what is computed with them from now on. */
  adopt(parameters: ReadonlyMap<string, Float32Array>): void {
    for (const [name, values] of parameters) this.parts.parameters.write(name, values);
    this.parts.optimizer.startAverage();
  }

  write(parameter: string, values: Float32Array): void {
    this.parts.parameters.write(parameter, values);
    if (this.step === 0) this.parts.optimizer.startAverage();
  }

  compute(
    outputs: ReadonlyMap<string, Tensor>,
    feeds: ReadonlyMap<string, Values>,
  ): Promise<Map<string, Values>> {
    return this.#compute("trained", this.parts.parameters, { outputs, feeds });
  }

  computeAveraged(
    outputs: ReadonlyMap<string, Tensor>,
    feeds: ReadonlyMap<string, Values>,
  ): Promise<Map<string, Values>> {
    const { parameters, optimizer } = this.parts;
    const averaged = parameters.withWeights(optimizer.arenas.average);
    return this.#compute("averaged", averaged, { outputs, feeds });
  }

  /** Frees everything on the device. */
  destroy(): void {
    for (const program of [this.parts.program, ...this.#programs.values()]) program.destroy();
    this.parts.optimizer.destroy();
    this.parts.parameters.destroy();
  }

  async #readMetrics(step: number): Promise<Map<string, number>> {
    const values = await this.parts.program.read();
    if (values.get("norm")![1] === 0) {
      const { parameters } = this.parts;
      throw await findNonFinite(this.device, { stage: this.stage, parameters, step });
    }
    return new Map([...values].map(([name, [value]]) => [name, value]));
  }

  async #compute(
    kind: string,
    parameters: Parameters,
    { outputs, feeds }: {
      outputs: ReadonlyMap<string, Tensor>;
      feeds: ReadonlyMap<string, Values>;
    },
  ): Promise<Map<string, Values>> {
    const { graph } = this.stage;
    const key = `${kind} ${[...outputs].map(([name, { id }]) => `${name}:${id}`)}`;
    let program = this.#programs.get(key);
    if (!program) {
      const options = { graph, parameters, outputs, tuning: this.parts.tuning };
      program = await compileGraph(this.device, options);
      this.#programs.set(key, program);
    }
    program.run(feeds);
    return await program.read();
  }
}
