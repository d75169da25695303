import { Graph, type Values } from "../core/graph/mod.ts";
import { Random } from "../core/random/random.ts";
import { vqVaeLoss } from "../models/autoencoders/vq_vae.ts";
import { gridShape } from "../models/autoencoders/vq_vae_config.ts";
import type { Split } from "./data/dataset.ts";
import { fillBatch } from "./data/batch.ts";
import { BatchOrder } from "./data/batch_order.ts";
import { autoencoderMeasure } from "./measures/autoencoder_measure.ts";
import { averaged } from "./measures/compute.ts";
import type { TrainingConfig } from "./config.ts";
import { adamOptions, learningRateOf } from "./optimisation.ts";
import type { Stage, StageRun } from "./stage.ts";

/** Streams of the run's seed. */
const RESTART_STREAM = 0x20000000;

/** The first stage, and what it can do for others once it is trained. */
export interface AutoencoderStage extends Stage {
  /** Codes of a whole split. @returns `[count * gh * gw]`. */
  encode(run: StageRun, split: Split): Promise<Uint32Array>;
  /** Mean square error of the reconstructions of a split, and how the codebook is used. */
  measure(run: StageRun, split: Split): Promise<Map<string, number>>;
}

/** The VQ-VAE on pixels. @param monitor Images to measure on while training; none is trained on. */
export function autoencoderStage(
  config: TrainingConfig,
  { train, monitor, seed }: { train: Split; monitor: Split; seed: number },
): AutoencoderStage {
  const { autoencoder, autoencoderOptimisation: optimisation } = config;
  const { batchSize } = optimisation;
  const { channels, height, width } = autoencoder.imageShape;
  const grid = gridShape(autoencoder);
  const positions = batchSize * grid.height * grid.width;

  const graph = new Graph();
  const pixels = graph.input("pixels", [batchSize, channels, height, width]);
  const parts = vqVaeLoss(graph, autoencoder, pixels);
  const { encode, measure } = autoencoderMeasure(graph, autoencoder, pixels);

  const order = new BatchOrder({ count: train.count, batchSize, seed });
  const batch = new Float32Array(pixels.size);
  const restarts = graph.inputs.has("restart");

  function feeds(step: number): Map<string, Values> {
    fillBatch(train, order.batch(step), batch);
    const values = new Map<string, Values>([["pixels", batch]]);
    if (restarts) {
      const random = new Random(seed, RESTART_STREAM + step);
      values.set("restart", distinct(random, autoencoder.codebookSize, positions));
    }
    return values;
  }

  async function metricsOf(run: StageRun, split: Split): Promise<Map<string, number>> {
    return (await measure(averaged(run), split)).metrics;
  }

  return {
    name: "autoencoder",
    graph,
    loss: parts.loss,
    metrics: new Map([
      ["loss", parts.loss],
      ["reconstruction", parts.reconstruction],
      ["commitment", parts.commitment],
    ]),
    batchSize,
    optimizer: adamOptions(optimisation),
    schedule: learningRateOf(optimisation),
    feeds,
    evaluate: (run) => metricsOf(run, monitor),
    encode: (run, split) => encode(averaged(run), split),
    measure: metricsOf,
  };
}

/** `count` different numbers below `bound`, or as different as they can be. */
function distinct(random: Random, count: number, bound: number): Uint32Array {
  const chosen = new Set<number>();
  while (chosen.size < Math.min(count, bound)) chosen.add(random.integer(bound));
  const values = [...chosen];
  return Uint32Array.from({ length: count }, (_, i) => values[i % values.length]);
}
