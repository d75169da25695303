import type { Graph, RandomSource, Tensor, Values } from "../../core/graph/mod.ts";
import type { AdamArena, AdamOptions } from "./adam_options.ts";

/** Values of a run's inputs, by name. */
export type Feeds = ReadonlyMap<string, Values>;
/** Tensors to compute, by name. */
export type Outputs = ReadonlyMap<string, Tensor>;
/** Values by parameter. */
export type NamedValues = ReadonlyMap<string, Float32Array>;

/** What a backend compiles into a training step: see `training/backend.ts`, whose interfaces executors have. */
export interface StepOptions {
  readonly graph: Graph;
  readonly loss: Tensor;
  readonly outputs: Outputs;
  readonly optimiser: AdamOptions;
  readonly random: RandomSource;
}

/** Weights and optimiser of a model, by parameter. */
export interface StepState {
  readonly parameters: NamedValues;
  readonly optimiser: Readonly<Record<AdamArena, NamedValues>>;
}
