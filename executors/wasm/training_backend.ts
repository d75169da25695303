import { ancestors, type Graph, type Tensor, type Values } from "../../core/graph/mod.ts";
import { differentiate } from "../../core/graph/differentiate.ts";
import { ADAM_STATE } from "../storage/adam_options.ts";
import type { Feeds, NamedValues, Outputs, StepOptions, StepState } from "../storage/step.ts";
import { compileGraph } from "./compiled/compile.ts";
import { FixedMemory } from "./compiled/fixed_memory.ts";
import { Parameters } from "./compiled/parameters.ts";
import { compileTrainingStep } from "./compiled/training_step.ts";
import { FixedGraph } from "./fixed_graph.ts";
import { Adam } from "./optimiser/adam.ts";
import { Computing } from "./threads/computing.ts";
import { type Loaded, Session, type SessionOptions } from "./threads/session.ts";

/** Trains on the processor, in WebAssembly. */
export class WasmBackend {
  /** There are none: the same kernels run everywhere. */
  readonly choices: ReadonlyMap<string, string> = new Map();

  /** @param name Of the device. */
  constructor(private readonly options: SessionOptions, readonly name = nameOf(options)) {}

  /** The same backend. @throws {RangeError} If there are choices: they are another device's. */
  withChoices(choices: ReadonlyMap<string, string>): WasmBackend {
    if (choices.size === 0) return this;
    throw new RangeError(
      `Cannot continue on the processor: expected no choices of kernels, got ${choices.size}`,
    );
  }

  /** Compiles a training step and draws the first weights. @throws {RangeError} If it takes too much memory. */
  compile(options: StepOptions): Promise<WasmStep> {
    const memory = new FixedMemory();
    const session = new Session(this.options, memory);
    try {
      session.start();
      return Promise.resolve(new WasmStep(session, memory, options));
    } catch (failure) {
      session.close();
      return Promise.reject(failure);
    }
  }

  /** A graph whose weights stay as they are. @throws {RangeError} If one is missing or of another size. */
  fix(graph: Graph, weights: NamedValues): FixedGraph {
    return new FixedGraph(this.options, graph, weights);
  }

  /** The failure itself: it says what happened. */
  explain(failure: unknown): Promise<unknown> {
    return Promise.resolve(failure);
  }
}

function nameOf({ threads }: SessionOptions): string {
  return `cpu, ${threads} ${threads === 1 ? "thread" : "threads"}`;
}

/** A training step on the processor. */
export class WasmStep {
  readonly #parameters: Parameters;
  readonly #adam: Adam;
  readonly #averaged: Parameters;
  readonly #step: Loaded;
  readonly #computing: Computing;
  #last?: Promise<readonly Uint32Array<ArrayBuffer>[]>;

  /** See {@link WasmBackend.compile}. */
  constructor(
    private readonly session: Session,
    memory: FixedMemory,
    private readonly options: StepOptions,
  ) {
    const { graph, loss, outputs, optimiser, random } = options;
    this.#parameters = Parameters.place(graph, memory);
    this.#adam = new Adam(this.#parameters, optimiser, memory);
    this.#averaged = this.#parameters.withWeights(this.#adam.arenas.average);
    this.#computing = new Computing(this.session, graph, this.#averaged);
    this.#step = this.session.load(compileTrainingStep({
      ...{ graph, loss, outputs, optimizer: this.#adam, address: this.session.fixed.end },
    }));
    const first = new Map(Array.from(graph.parameters, ([name, { tensor, initializer }]) => {
      return [name, initializer(tensor.shape, random)];
    }));
    this.session.write([
      { address: this.#adam.norm.address, values: Float32Array.of(0, 1) },
    ]);
    this.adopt(first);
  }

  /** Number of tasks of a step. */
  get tasks(): number {
    return this.#step.compiled.tasks.length;
  }

  /** Queues a step. @param at Steps done before, and the factor of the learning rate. */
  step(feeds: Feeds, at: { step: number; scale: number }): void {
    const { compiled } = this.#step;
    const outputs = [...compiled.outputs.values()].map(({ buffer }) => buffer);
    this.#last = this.session.run(this.#step, feeds, {
      writes: [{ address: this.#adam.step.address, values: this.#adam.scalars(at) }],
      reads: [...outputs, this.#adam.norm],
    });
    this.#last.catch(() => {}); // Thrown by `read`.
  }

  /** Outputs of the last step queued and the norm of its gradient, and whether all steps were finite. */
  async read(): Promise<{ values: Map<string, number>; finite: boolean }> {
    if (!this.#last) throw new TypeError("Cannot read a step: none has been run");
    const read = (await this.#last).map(({ buffer }) => new Float32Array(buffer));
    const names = [...this.#step.compiled.outputs.keys(), "norm"];
    const values = new Map(names.map((name, i) => [name, read[i][0]]));
    return { values, finite: read.at(-1)![1] !== 0 };
  }

  /** Runs the step again with its own memory for every tensor, and checks them in order. */
  async firstNonFinite(feeds: Feeds): Promise<{ tensor: Tensor; value: number } | undefined> {
    const { graph, loss } = this.options;
    const trainable = [...graph.parameters.values()].filter((it) => it.trainable);
    const gradients = differentiate(graph, loss, trainable.map(({ tensor }) => tensor));
    const all = [loss, ...gradients, ...graph.assignments.values()];
    const compiled = compileGraph({
      ...{ graph, parameters: this.#parameters, address: this.session.fixed.end, inspected: true },
      outputs: new Map(all.map((tensor, i) => [String(i), tensor])),
    });
    const order = ancestors(all).filter(({ dtype }) => dtype === "f32");
    const reads = order.map((tensor) => compiled.stored.get(tensor)!);
    const read = await this.session.run(this.session.load(compiled), feeds, { reads });
    for (const [i, tensor] of order.entries()) {
      const value = new Float32Array(read[i].buffer).find((it) => !Number.isFinite(it));
      if (value !== undefined) return { tensor, value };
    }
  }

  /** Runs outputs of the graph with the averaged weights; they are compiled at their first use. */
  compute(outputs: Outputs, feeds: Feeds): Promise<Map<string, Values>> {
    return this.#computing.compute(outputs, feeds);
  }

  /** Everything that a step changes. */
  async state(): Promise<StepState> {
    const { layout, weights, state } = this.#parameters;
    const arenas = ADAM_STATE.map((name) => this.#adam.arenas[name]);
    const [w, s, ...read] = await this.session.read([weights, state, ...arenas]);
    const [mean, square, average] = read.map((it) => layout.byName(it));
    return { parameters: layout.parametersOf(w, s), optimiser: { mean, square, average } };
  }

  /** Takes back a state. @throws {RangeError} If it is another model's. */
  restore({ parameters, optimiser }: StepState): void {
    const { layout } = this.#parameters;
    for (const name of layout.slots.keys()) {
      if (!parameters.has(name)) {
        throw new RangeError(
          `Cannot restore parameter "${name}": expected its values in the state, got none`,
        );
      }
    }
    const arenas = ADAM_STATE.map((name) => ({
      address: this.#adam.arenas[name].address,
      values: layout.arenaOf(optimiser[name]),
    }));
    const own = [...parameters].filter(([name]) => layout.slots.has(name));
    this.session.write([
      ...own.map(([name, values]) => this.#parameters.write(name, values)),
      ...arenas,
    ]);
  }

  /** All parameters, the trainable ones averaged over steps. */
  async averaged(): Promise<Map<string, Float32Array>> {
    const { layout, weights, state } = this.#averaged;
    const [w, s] = await this.session.read([weights, state]);
    return layout.parametersOf(w, s);
  }

  /** Sets parameters, and starts the moving average at them. */
  adopt(parameters: NamedValues): void {
    const { weights: from } = this.#parameters;
    this.session.write(
      [...parameters].map(([name, values]) => this.#parameters.write(name, values)),
      [{ from, to: this.#adam.arenas.average }],
    );
  }

  /** Ends the threads and frees the memory. */
  close(): void {
    this.session.close();
  }
}
