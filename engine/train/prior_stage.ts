import { Graph, type Tensor, type Values } from "../../core/graph/mod.ts";
import { Random } from "../../core/sampling/random.ts";
import { pixelCnnLoss } from "../../models/pixel_cnn.ts";
import { BatchOrder } from "../data/batch_order.ts";
import type { TrainingConfig } from "./config.ts";
import { evaluationBatches } from "./evaluation_batches.ts";
import { adamOptions, scheduleOf } from "./optimisation.ts";
import type { Stage, StageRun } from "./stage.ts";

/** Streams of the run's seed: one a step. */
const LABEL_STREAM = 0x30000000;

/** Encoded images. */
export interface CodeSet {
  /** `[count * gh * gw]` */
  readonly codes: Uint32Array;
  /** `[count]`, or of length 0 where there are no classes. */
  readonly labels: ArrayLike<number>;
}

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
  const { perPosition } = pixelCnnLoss(graph, prior, { codes, ...classes });
  const evaluation = new Map<string, Tensor>([["nats", perPosition]]);

  const order = new BatchOrder({ count: train.codes.length / size, batchSize, seed });
  const batch = new Uint32Array(codes.size);
  const labels = new Uint32Array(batchSize);

  function take(set: CodeSet, indices: Uint32Array): Map<string, Values> {
    indices.forEach((index, item) => {
      batch.set(set.codes.subarray(index * size, (index + 1) * size), item * size);
      if (conditional) labels[item] = set.labels[index];
    });
    return new Map<string, Values>([["codes", batch], ["class", labels]]);
  }

  function feeds(step: number): Map<string, Values> {
    const values = take(train, order.batch(step));
    const random = new Random(seed, LABEL_STREAM + step);
    for (let item = 0; item < batchSize; item++) {
      if (conditional && random.uniform() < labelDropout) labels[item] = prior.classes;
    }
    return values.set("dropout", Uint32Array.of(random.u32(), random.u32()));
  }

  async function meanNats(run: StageRun, set: CodeSet, given: boolean): Promise<number> {
    const count = set.codes.length / size;
    let sum = 0;
    for (const { indices, used } of evaluationBatches(count, batchSize)) {
      const values = take(set, indices);
      if (!given) labels.fill(prior.classes);
      const nats = (await run.computeAveraged(evaluation, values)).get("nats")!;
      for (let i = 0; i < used * size; i++) sum += nats[i];
    }
    return sum / (count * size);
  }

  async function measure(run: StageRun, set: CodeSet): Promise<Map<string, number>> {
    const nats = await meanNats(run, set, true);
    const metrics = new Map([["nats", nats], ["bits", nats / Math.LN2]]);
    if (conditional) metrics.set("nats without class", await meanNats(run, set, false));
    return metrics;
  }

  return {
    name: "prior",
    graph,
    loss,
    metrics: new Map([["loss", loss]]),
    batchSize,
    optimizer: adamOptions(optimisation),
    schedule: scheduleOf(optimisation),
    feeds,
    evaluate: async (run) => new Map([["nats", await meanNats(run, monitor, true)]]),
    measure,
  };
}
