import { Graph, mean, square, sub, type Tensor, type Values } from "../../core/graph/mod.ts";
import { Random } from "../../core/sampling/random.ts";
import { vqVaeCodes, vqVaeDecode, vqVaeLoss } from "../../models/vq_vae.ts";
import { gridShape } from "../../models/vq_vae_config.ts";
import type { Split } from "../data/dataset.ts";
import { fillBatch } from "../data/batch.ts";
import { BatchOrder } from "../data/batch_order.ts";
import type { TrainingConfig } from "./config.ts";
import { codeStatistics } from "./code_statistics.ts";
import { evaluationBatches } from "./evaluation_batches.ts";
import { adamOptions, scheduleOf } from "./optimisation.ts";
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
  const codes = vqVaeCodes(graph, autoencoder, pixels);
  const rebuilt = vqVaeDecode(graph, autoencoder, codes);
  const errors = mean(square(sub(rebuilt, pixels)), { axes: [1, 2, 3] });
  const coding = new Map<string, Tensor>([["codes", codes]]);
  const rebuilding = new Map<string, Tensor>([...coding, ["errors", errors]]);

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

  async function encode(run: StageRun, split: Split): Promise<Uint32Array> {
    return (await overSplit(run, split, coding)).codes;
  }

  async function measure(run: StageRun, split: Split): Promise<Map<string, number>> {
    const { codes, errors } = await overSplit(run, split, rebuilding);
    const { usage, perplexity, unigramEntropy } = codeStatistics(codes, autoencoder.codebookSize);
    return new Map([
      ["mse", errors.reduce((sum, error) => sum + error, 0) / split.count],
      ["usage", usage],
      ["perplexity", perplexity],
      ["unigram", unigramEntropy],
    ]);
  }

  async function overSplit(
    run: StageRun,
    split: Split,
    outputs: ReadonlyMap<string, Tensor>,
  ): Promise<{ codes: Uint32Array; errors: number[] }> {
    const size = grid.height * grid.width;
    const codes = new Uint32Array(split.count * size);
    const errors: number[] = [];
    for (const { indices, used } of evaluationBatches(split.count, batchSize)) {
      fillBatch(split, indices, batch);
      const results = await run.computeAveraged(outputs, new Map([["pixels", batch]]));
      codes.set(results.get("codes")!.subarray(0, used * size), indices[0] * size);
      errors.push(...results.get("errors")?.subarray(0, used) ?? []);
    }
    return { codes, errors };
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
    schedule: scheduleOf(optimisation),
    feeds,
    evaluate: (run) => measure(run, monitor),
    encode,
    measure,
  };
}

/** `count` different numbers below `bound`, or as different as they can be. */
function distinct(random: Random, count: number, bound: number): Uint32Array {
  const chosen = new Set<number>();
  while (chosen.size < Math.min(count, bound)) chosen.add(random.integer(bound));
  const values = [...chosen];
  return Uint32Array.from({ length: count }, (_, i) => values[i % values.length]);
}
