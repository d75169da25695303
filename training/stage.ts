import type { Graph, Tensor, Values } from "../core/graph/mod.ts";
import type { Role } from "../models/contract.ts";
import type { AdamOptions, Compute } from "./backend.ts";
import type { ExampleSplits } from "./data/examples.ts";
import type { LearningRateSchedule } from "./learning_rate.ts";

/** What one model's training consists of; the loop knows nothing else about the model. */
export interface Stage {
  readonly name: Role;
  readonly graph: Graph;
  /** Scalar that a step minimises. */
  readonly loss: Tensor;
  /** Scalars to show and log, the loss among them. */
  readonly metrics: ReadonlyMap<string, Tensor>;
  readonly batchSize: number;
  readonly steps: number;
  readonly optimiser: AdamOptions;
  readonly schedule: LearningRateSchedule;
  /** Inputs of a step: a pure function of the step's number, so that a run can resume anywhere. */
  feeds(step: number): ReadonlyMap<string, Values>;
  /** Measures weights on `monitor`. The first metric chooses the best weights. */
  evaluate(compute: Compute): Promise<ReadonlyMap<string, number>>;
  /** Measures weights on `test`. */
  measure(compute: Compute): Promise<ReadonlyMap<string, number>>;
  /** What the stage after this one is trained on; a prior is the last. */
  pass?(compute: Compute): Promise<ExampleSplits>;
  /** Weights as a bundle stores them. @param weights By name. */
  served(weights: ReadonlyMap<string, Float32Array>): Map<string, Float32Array>;
}

/** The data of a stage and its place in the run. */
export interface StageContext {
  readonly examples: ExampleSplits;
  readonly seed: number;
  /** Of the run's stages, from 0. */
  readonly index: number;
}

/** Streams of the run's seed that feed a stage: from here on, one a step; those of stages lie apart. */
const STAGE_STREAM = 0x20000000;
const STREAMS_OF_A_STAGE = 0x10000000;

/** The stream of a stage's step. */
export function streamOf(index: number, step: number): number {
  return STAGE_STREAM + index * STREAMS_OF_A_STAGE + step;
}
