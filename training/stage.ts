import type { Graph, Tensor, Values } from "../core/graph/mod.ts";
import type { AdamOptions } from "../executors/webgpu/optimiser/adam.ts";
import type { LearningRateSchedule } from "./learning_rate.ts";

/** What one model's training consists of; the loop knows nothing else about the model. */
export interface Stage {
  readonly name: "autoencoder" | "prior";
  readonly graph: Graph;
  /** Scalar that a step minimises. */
  readonly loss: Tensor;
  /** Scalars to show and log, the loss among them. */
  readonly metrics: ReadonlyMap<string, Tensor>;
  readonly batchSize: number;
  readonly optimizer: AdamOptions;
  readonly schedule: LearningRateSchedule;
  /** Inputs of a step: a pure function of the step's number, so that a run can resume anywhere. */
  feeds(step: number): ReadonlyMap<string, Values>;
  /** Measures the averaged weights on images that are not trained on. The first metric is the loss. */
  evaluate(run: StageRun): Promise<ReadonlyMap<string, number>>;
}

/** What a stage may use of a run in progress. */
export interface StageRun {
  /** Runs outputs of the stage's graph with the weights as they are trained. */
  compute(outputs: ReadonlyMap<string, Tensor>, feeds: ReadonlyMap<string, Values>): Promise<
    ReadonlyMap<string, Values>
  >;
  /** The same with the averaged weights. */
  computeAveraged: StageRun["compute"];
  write(parameter: string, values: Float32Array): void;
}
