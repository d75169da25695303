import { Graph, type Values } from "../core/graph/mod.ts";
import { Random } from "../core/random/random.ts";
import { pixelCnnLoss } from "../models/priors/pixel_cnn.ts";
import { BatchOrder } from "./data/batch_order.ts";
import { CodeBatch, type CodeSet } from "./measures/code_batch.ts";
import { averaged } from "./measures/compute.ts";
import { priorMeasure } from "./measures/prior_measure.ts";
import type { TrainingConfig } from "./config.ts";
import { adamOptions, learningRateOf } from "./optimisation.ts";
import type { Stage, StageRun } from "./stage.ts";

/** Streams of the run's seed: one a step. */
const LABEL_STREAM = 0x30000000;

export type { CodeSet };

/** The second stage. */
export interface PriorStage extends Stage {
  /** Mean nats per code of a set, given the classes and without them. */
  measure(run: StageRun, set: CodeSet): Promise<Map<string, number>>;
}

/** The gated PixelCNN on codes. @param monitor Codes to measure on while training. */
export function priorStage(
  config: TrainingConfig,
  { train, monitor, seed }: { train: CodeSet; monitor: CodeSet; seed: number },
): PriorStage {
  const { prior, priorOptimisation: optimisation, labelDropout } = config;
  const { batchSize } = optimisation;
  const { height, width } = prior.grid;
  const size = height * width;
  const conditional = prior.classes > 0;

  const graph = new Graph();
  const codes = graph.input("codes", [batchSize, height, width], "u32");
  const classes = conditional ? { class: graph.input("class", [batchSize], "u32") } : {};
  const dropoutKey = prior.dropout > 0 ? { dropoutKey: graph.input("dropout", [2], "u32") } : {};
  const { loss } = pixelCnnLoss(graph, prior, { codes, ...classes, ...dropoutKey });
  const { meanNats, measure } = priorMeasure(graph, prior, { codes, ...classes });

  const order = new BatchOrder({ count: train.codes.length / size, batchSize, seed });
  const batch = new CodeBatch(prior, batchSize);

  function feeds(step: number): Map<string, Values> {
    const values = batch.take(train, order.batch(step));
    const random = new Random(seed, LABEL_STREAM + step);
    for (let item = 0; item < batchSize; item++) {
      if (conditional && random.uniform() < labelDropout) batch.labels[item] = prior.classes;
    }
    return values.set("dropout", Uint32Array.of(random.u32(), random.u32()));
  }

  return {
    name: "prior",
    graph,
    loss,
    metrics: new Map([["loss", loss]]),
    batchSize,
    optimizer: adamOptions(optimisation),
    schedule: learningRateOf(optimisation),
    feeds,
    evaluate: async (run) => new Map([["nats", await meanNats(averaged(run), monitor, true)]]),
    measure: (run, set) => measure(averaged(run), set),
  };
}
