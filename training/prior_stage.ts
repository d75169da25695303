import { Graph, type Values } from "../core/graph/mod.ts";
import { Random } from "../core/random/random.ts";
import type { PriorModel } from "../models/contract.ts";
import { priorInputs } from "../models/inputs.ts";
import type { PriorStage } from "../models/recipe.ts";
import { BatchOrder } from "./data/batch_order.ts";
import { priorMeasure } from "./measures/prior_measure.ts";
import { PriorBatch } from "./measures/prior_batch.ts";
import { adamOptions, learningRateOf } from "./optimisation.ts";
import { portFeeds } from "./ports.ts";
import { servedWeights } from "./served_weights.ts";
import { type Stage, type StageContext, streamOf } from "./stage.ts";

/** A prior on encoded images. */
export function priorStage(
  { kind, labelDropout, optimisation }: PriorStage,
  { model }: { model: PriorModel<unknown> },
  { examples, seed, index }: StageContext,
): Stage {
  const { batchSize, steps } = optimisation;
  const { space, classes } = model;
  const graph = new Graph();
  const inputs = priorInputs(graph, { space, classes }, batchSize);
  const { loss, metrics, ports } = kind.loss(graph, model, inputs);
  const values = kind.measure(graph, model, inputs);
  const { means, measure } = priorMeasure({ inputs, values }, classes);

  const order = new BatchOrder({ count: examples.train.count, batchSize, seed });
  const batch = new PriorBatch(inputs);

  function feeds(step: number): Map<string, Values> {
    const taken = batch.take(examples.train, order.batch(step));
    const random = new Random(seed, streamOf(index, step));
    for (let item = 0; classes > 0 && item < batchSize; item++) {
      if (random.uniform() < labelDropout) batch.labels[item] = classes;
    }
    return new Map([...taken, ...portFeeds(ports, random)]);
  }

  return {
    name: "prior",
    graph,
    loss,
    metrics: new Map([["loss", loss], ...metrics]),
    batchSize,
    steps,
    optimiser: adamOptions(optimisation),
    schedule: learningRateOf(optimisation),
    feeds,
    evaluate: (compute) => means(compute, examples.monitor, { labelled: true }),
    measure: (compute) => measure(compute, examples.test),
    served: (weights) => servedWeights(weights, kind.servedBits),
  };
}
