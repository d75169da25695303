import type { Graph, Tensor } from "../../core/graph/mod.ts";
import { pixelCnnLoss } from "../../models/priors/pixel_cnn.ts";
import type { PixelCnnConfig } from "../../models/priors/pixel_cnn_config.ts";
import { evaluationBatches } from "../evaluation_batches.ts";
import { CodeBatch, type CodeSet } from "./code_batch.ts";
import type { Compute } from "./compute.ts";

/** Judges encoded images. */
export interface PriorMeasure {
  /** Mean nats per code of a set. @param given Whether the prior is told the classes, if it has some. */
  meanNats(compute: Compute, set: CodeSet, given: boolean): Promise<number>;
  /** Mean nats and bits per code of a set, and nats without the classes where there are some. */
  measure(compute: Compute, set: CodeSet): Promise<Map<string, number>>;
}

/** Adds to a graph what measuring takes. @param inputs The graph's inputs "codes" and "class". */
export function priorMeasure(
  graph: Graph,
  config: PixelCnnConfig,
  inputs: { readonly codes: Tensor; readonly class?: Tensor },
): PriorMeasure {
  const outputs = new Map<string, Tensor>([
    ["nats", pixelCnnLoss(graph, config, inputs).perPosition],
  ]);
  const [batchSize, height, width] = inputs.codes.shape;
  const size = height * width;
  const batch = new CodeBatch(config, batchSize);

  async function meanNats(compute: Compute, set: CodeSet, given: boolean): Promise<number> {
    const count = set.codes.length / size;
    let sum = 0;
    for (const { indices, used } of evaluationBatches(count, batchSize)) {
      const feeds = batch.take(set, indices);
      if (!given) batch.labels.fill(config.classes);
      const nats = (await compute(outputs, feeds)).get("nats")!;
      for (let i = 0; i < used * size; i++) sum += nats[i];
    }
    return sum / (count * size);
  }

  async function measure(compute: Compute, set: CodeSet): Promise<Map<string, number>> {
    const nats = await meanNats(compute, set, true);
    const metrics = new Map([["nats", nats], ["bits", nats / Math.LN2]]);
    if (config.classes > 0) metrics.set("nats without class", await meanNats(compute, set, false));
    return metrics;
  }

  return { meanNats, measure };
}
