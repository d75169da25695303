import type { Graph, RandomSource, Tensor, Values } from "../core/graph/mod.ts";

/** Settings of Adam with decoupled weight decay and a moving average of the weights. */
export interface AdamOptions {
  /** Largest learning rate; the schedule multiplies it. */
  readonly rate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Decay per step and unit of rate, of parameters of rank >= 2. */
  readonly weightDecay: number;
  /** Largest norm of the whole gradient; 0: no clipping. */
  readonly clip: number;
  /** Decay of the moving average of the weights, in [0, 1). */
  readonly averageDecay: number;
}

/** Values by parameter. */
export type NamedValues = ReadonlyMap<string, Float32Array>;

/** What Adam keeps of each trainable parameter: the moments of its gradient, and its moving average. */
export const ADAM_STATE = ["mean", "square", "average"] as const;

/** All that a training step changes. */
export interface BackendState {
  /** Of all parameters, trainable or not. */
  readonly parameters: NamedValues;
  readonly optimiser: Readonly<Record<typeof ADAM_STATE[number], NamedValues>>;
}

/** What is compiled. */
export interface StepOptions {
  readonly graph: Graph;
  /** `[]`, which a step minimises. */
  readonly loss: Tensor;
  /** `[]` tensors to read after a step, by name. */
  readonly outputs: ReadonlyMap<string, Tensor>;
  readonly optimiser: AdamOptions;
  /** Draws the first weights, parameter by parameter in the order of the graph. */
  readonly random: RandomSource;
}

/** Runs outputs of a graph once. The same map of outputs is compiled once. */
export type Compute = (
  outputs: ReadonlyMap<string, Tensor>,
  feeds: ReadonlyMap<string, Values>,
) => Promise<ReadonlyMap<string, Values>>;

/**
 * A training step, compiled: forward, backward, clipping, Adam, moving average, and the graph's assignments. Where
 * loss, gradient or an assigned value is not finite, neither that step nor a later one changes anything.
 */
export interface CompiledStep {
  /**
   * Queues a step and returns.
   * @param at Steps done before, and the factor of the learning rate in [0, 1].
   */
  step(feeds: ReadonlyMap<string, Values>, at: { step: number; scale: number }): void;
  /** The outputs of the last step queued, and `norm`, that of its gradient. Later steps do not change what is read. */
  read(): Promise<{ values: Map<string, number>; finite: boolean }>;
  /** Finds, in the order of computation, the first tensor of a step that has a value which is not finite. */
  firstNonFinite(
    feeds: ReadonlyMap<string, Values>,
  ): Promise<{ tensor: Tensor; value: number } | undefined>;
  /** Runs outputs of the graph with the averaged weights. */
  compute: Compute;
  state(): Promise<BackendState>;
  /** @throws {RangeError} If it is another model's. */
  restore(state: BackendState): void;
  /** All parameters, the trainable ones averaged over steps. */
  averaged(): Promise<Map<string, Float32Array>>;
  /** Sets parameters, and starts the moving average at them. */
  adopt(parameters: NamedValues): void;
  /** Frees everything. */
  close(): void;
}

/** A graph whose weights stay as they are. */
export interface FixedGraph {
  compute: Compute;
  /** Frees everything. */
  close(): void;
}

/** What trains: an executor on a device. */
export interface TrainingBackend {
  /** Of the device. */
  readonly name: string;
  /** Choices of kernels by key: on the same device, runs agree bit for bit only if these do. */
  readonly choices: ReadonlyMap<string, string>;
  /** The same device with other choices. */
  withChoices(choices: ReadonlyMap<string, string>): TrainingBackend;
  compile(options: StepOptions): Promise<CompiledStep>;
  /** A graph with given weights. @throws {RangeError} If one is missing or of another size. */
  fix(graph: Graph, weights: NamedValues): FixedGraph;
  /** What to throw where a call failed: that the device was lost if it was, else the failure itself. */
  explain(failure: unknown): Promise<unknown>;
}
