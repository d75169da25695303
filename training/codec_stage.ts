import { Graph, type Values } from "../core/graph/mod.ts";
import { Random } from "../core/random/random.ts";
import type { CodecModel, Space } from "../models/contract.ts";
import type { CodecStage } from "../models/recipe.ts";
import type { Compute } from "./backend.ts";
import { BatchOrder } from "./data/batch_order.ts";
import { encodedExamples, type Examples } from "./data/examples.ts";
import { codecMeasure } from "./measures/codec_measure.ts";
import { adamOptions, learningRateOf } from "./optimisation.ts";
import { portFeeds } from "./ports.ts";
import { servedWeights } from "./served_weights.ts";
import { type Stage, type StageContext, streamOf } from "./stage.ts";

/** A codec on images. */
export function codecStage(
  { kind, optimisation }: CodecStage,
  { model, space }: { model: CodecModel<unknown>; space: Space },
  { examples, seed, index }: StageContext,
): Stage {
  const { batchSize, steps } = optimisation;
  const { channels, height, width } = model.image;
  const graph = new Graph();
  const pixels = graph.input("pixels", [batchSize, channels, height, width]);
  const { loss, metrics, ports } = kind.loss(graph, model, pixels);
  const encoded = kind.encode(graph, model, pixels);
  const rebuilt = kind.decode(graph, model, encoded);
  const { encode, measure } = codecMeasure({ pixels, encoded, rebuilt }, space);

  const order = new BatchOrder({ count: examples.train.count, batchSize, seed });
  const batch = new Float32Array(pixels.size);

  function feeds(step: number): Map<string, Values> {
    examples.train.fill(order.batch(step), batch);
    const random = new Random(seed, streamOf(index, step));
    return new Map<string, Values>([["pixels", batch], ...portFeeds(ports, random)]);
  }

  async function passed(compute: Compute, set: Examples): Promise<Examples> {
    return encodedExamples(await encode(compute, set), set);
  }

  return {
    name: "codec",
    graph,
    loss,
    metrics: new Map([["loss", loss], ...metrics]),
    batchSize,
    steps,
    optimiser: adamOptions(optimisation),
    schedule: learningRateOf(optimisation),
    feeds,
    evaluate: (compute) => measure(compute, examples.monitor),
    measure: (compute) => measure(compute, examples.test),
    pass: async (compute) => ({
      train: await passed(compute, examples.train),
      monitor: await passed(compute, examples.monitor),
      test: await passed(compute, examples.test),
    }),
    served: (weights) => servedWeights(weights, kind.servedBits),
  };
}
