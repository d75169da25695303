import { ancestors, type Graph, type Tensor, type Values } from "../../core/graph/mod.ts";
import { differentiate } from "../../core/graph/differentiate.ts";
import type { CompiledGraph } from "./compiled/compiled_graph.ts";
import { compileGraph } from "./compiled/compile.ts";
import { Parameters } from "./compiled/parameters.ts";
import { compileTrainingStep } from "./compiled/training_step.ts";
import { Tuning } from "./compiled/tuning.ts";
import type { Device } from "./device.ts";
import { FixedGraph } from "./fixed_graph.ts";
import { ADAM_STATE, type AdamArena } from "../storage/adam_options.ts";
import type { Feeds, NamedValues, Outputs, StepOptions, StepState } from "../storage/step.ts";
import { Adam } from "./optimiser/adam.ts";

/** Trains on a WebGPU device. */
export class WebGpuBackend {
  constructor(private readonly device: Device, private readonly tuning: Tuning = new Tuning()) {}

  get name(): string {
    return this.device.name;
  }

  get choices(): ReadonlyMap<string, string> {
    return this.tuning.chosen;
  }

  /** The same device with other variants of kernels. */
  withChoices(choices: ReadonlyMap<string, string>): WebGpuBackend {
    return new WebGpuBackend(this.device, new Tuning(choices));
  }

  /** Compiles a training step and draws the first weights. @throws {ShaderError} If a kernel does not compile. */
  compile(options: StepOptions): Promise<WebGpuStep> {
    return WebGpuStep.create(this.device, this.tuning, options);
  }

  /** A graph whose weights stay as they are. @throws {RangeError} If one is missing or of another size. */
  fix(graph: Graph, weights: NamedValues): FixedGraph {
    return new FixedGraph(this.device, { graph, weights, tuning: this.tuning });
  }

  /** What to throw where a call failed: what fails on a lost device says so in many ways, all DOMExceptions. */
  explain(failure: unknown): Promise<unknown> {
    return failure instanceof DOMException
      ? this.device.explain(failure)
      : Promise.resolve(failure);
  }
}

/** A training step on a WebGPU device. */
export class WebGpuStep {
  readonly #graphs = new Map<string, CompiledGraph>();

  private constructor(
    private readonly device: Device,
    private readonly tuning: Tuning,
    private readonly options: StepOptions,
    private readonly parts: { parameters: Parameters; optimizer: Adam; compiled: CompiledGraph },
  ) {}

  /** See {@link WebGpuBackend.compile}. */
  static async create(
    device: Device,
    tuning: Tuning,
    options: StepOptions,
  ): Promise<WebGpuStep> {
    const { graph, loss, outputs, optimiser, random } = options;
    const parameters = Parameters.create(device.gpu, graph, random);
    const optimizer = new Adam(parameters, optimiser);
    const compiled = await compileTrainingStep(device, {
      ...{ graph, loss, outputs, parameters, optimizer, tuning },
    });
    return new WebGpuStep(device, tuning, options, { parameters, optimizer, compiled });
  }

  /** Number of dispatches of a step. */
  get dispatches(): number {
    return this.parts.compiled.parts.dispatches.length;
  }

  /** Queues a step. @param at Steps done before, and the factor of the learning rate. */
  step(feeds: Feeds, at: { step: number; scale: number }): void {
    this.parts.optimizer.prepare(at.step, at.scale);
    this.parts.compiled.run(feeds);
  }

  /** Outputs of the last step queued and the norm of its gradient, and whether all steps were finite. */
  async read(): Promise<{ values: Map<string, number>; finite: boolean }> {
    const read = await this.parts.compiled.read();
    const finite = read.get("norm")![1] !== 0;
    return { values: new Map(Array.from(read, ([name, [value]]) => [name, value])), finite };
  }

  /** Runs the step again with its own memory for every tensor, and checks them in order. */
  async firstNonFinite(feeds: Feeds): Promise<{ tensor: Tensor; value: number } | undefined> {
    const { graph, loss } = this.options;
    const trainable = [...graph.parameters.values()].filter((it) => it.trainable);
    const gradients = differentiate(graph, loss, trainable.map(({ tensor }) => tensor));
    const all = [loss, ...gradients, ...graph.assignments.values()];
    const compiled = await compileGraph(this.device, {
      graph,
      parameters: this.parts.parameters,
      outputs: new Map(all.map((tensor, i) => [String(i), tensor])),
      reuseMemory: false,
    });
    compiled.run(feeds);
    try {
      for (const tensor of ancestors(all)) {
        const values = await compiled.inspect(tensor);
        const value = values instanceof Float32Array
          ? values.find((it) => !Number.isFinite(it))
          : undefined;
        if (value !== undefined) return { tensor, value };
      }
    } finally {
      compiled.destroy();
    }
  }

  /** Runs outputs of the graph with the averaged weights; they are compiled at their first use. */
  async compute(outputs: Outputs, feeds: Feeds): Promise<Map<string, Values>> {
    const key = Array.from(outputs, ([name, { id }]) => `${name}:${id}`).join();
    let compiled = this.#graphs.get(key);
    if (!compiled) {
      compiled = await compileGraph(this.device, {
        graph: this.options.graph,
        ...{ parameters: this.#averaged(), outputs, tuning: this.tuning },
      });
      this.#graphs.set(key, compiled);
    }
    compiled.run(feeds);
    return await compiled.read();
  }

  /** Everything that a step changes. */
  async state(): Promise<StepState> {
    const { parameters, optimizer } = this.parts;
    const values = await parameters.read();
    const arenas = await optimizer.read();
    const named = (arena: AdamArena) => parameters.layout.byName(arenas[arena]);
    return {
      parameters: values,
      optimiser: { mean: named("mean"), square: named("square"), average: named("average") },
    };
  }

  /** Takes back a state. @throws {RangeError} If it is another model's. */
  restore({ parameters, optimiser }: StepState): void {
    const { parameters: own, optimizer } = this.parts;
    for (const name of own.layout.slots.keys()) {
      const values = parameters.get(name);
      if (!values) {
        throw new RangeError(
          `Cannot restore parameter "${name}": expected its values in the state, got none`,
        );
      }
      own.write(name, values);
    }
    const arenas = ADAM_STATE.map((arena) => [arena, own.layout.arenaOf(optimiser[arena])]);
    optimizer.restore(Object.fromEntries(arenas) as Record<AdamArena, Float32Array>);
  }

  /** All parameters, the trainable ones averaged over steps. */
  averaged(): Promise<Map<string, Float32Array>> {
    return this.#averaged().read();
  }

  /** Sets parameters, and starts the moving average at them. */
  adopt(parameters: NamedValues): void {
    for (const [name, values] of parameters) this.parts.parameters.write(name, values);
    this.parts.optimizer.startAverage();
  }

  /** Frees everything on the device. */
  close(): void {
    const { compiled, optimizer, parameters } = this.parts;
    for (const graph of [compiled, ...this.#graphs.values()]) graph.destroy();
    optimizer.destroy();
    parameters.destroy();
  }

  #averaged(): Parameters {
    const { parameters, optimizer } = this.parts;
    return parameters.withWeights(optimizer.arenas.average);
  }
}
