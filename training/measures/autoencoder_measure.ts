import { type Graph, mean, square, sub, type Tensor } from "../../core/graph/mod.ts";
import { vqVaeCodes, vqVaeDecode } from "../../models/autoencoders/vq_vae.ts";
import { gridShape, type VqVaeConfig } from "../../models/autoencoders/vq_vae_config.ts";
import { fillBatch } from "../data/batch.ts";
import type { Split } from "../data/dataset.ts";
import { codeStatistics } from "../code_statistics.ts";
import { evaluationBatches } from "../evaluation_batches.ts";
import type { Compute } from "./compute.ts";

/** Encodes and rebuilds whole splits. */
export interface AutoencoderMeasure {
  /** Codes of a split. @returns `[count * gh * gw]`. */
  encode(compute: Compute, split: Split): Promise<Uint32Array>;
  /** Codes of a split, the mean square error of its reconstructions, and how the codebook is used. */
  measure(
    compute: Compute,
    split: Split,
  ): Promise<{ codes: Uint32Array; metrics: Map<string, number> }>;
}

/** Adds to a graph what measuring takes. @param pixels The graph's input "pixels", `[n, c, h, w]`. */
export function autoencoderMeasure(
  graph: Graph,
  config: VqVaeConfig,
  pixels: Tensor,
): AutoencoderMeasure {
  const codes = vqVaeCodes(graph, config, pixels);
  const rebuilt = vqVaeDecode(graph, config, codes);
  const errors = mean(square(sub(rebuilt, pixels)), { axes: [1, 2, 3] });
  const coding = new Map<string, Tensor>([["codes", codes]]);
  const rebuilding = new Map<string, Tensor>([...coding, ["errors", errors]]);
  const grid = gridShape(config);
  const size = grid.height * grid.width;
  const batch = new Float32Array(pixels.size);

  async function overSplit(
    compute: Compute,
    split: Split,
    outputs: ReadonlyMap<string, Tensor>,
  ): Promise<{ codes: Uint32Array; errors: number[] }> {
    const codes = new Uint32Array(split.count * size);
    const errors: number[] = [];
    for (const { indices, used } of evaluationBatches(split.count, pixels.shape[0])) {
      fillBatch(split, indices, batch);
      const results = await compute(outputs, new Map([["pixels", batch]]));
      codes.set(results.get("codes")!.subarray(0, used * size), indices[0] * size);
      errors.push(...results.get("errors")?.subarray(0, used) ?? []);
    }
    return { codes, errors };
  }

  return {
    async encode(compute, split) {
      return (await overSplit(compute, split, coding)).codes;
    },
    async measure(compute, split) {
      const { codes, errors } = await overSplit(compute, split, rebuilding);
      const { usage, perplexity, unigramEntropy } = codeStatistics(codes, config.codebookSize);
      const metrics = new Map([
        ["mse", errors.reduce((sum, error) => sum + error, 0) / split.count],
        ["usage", usage],
        ["perplexity", perplexity],
        ["unigram", unigramEntropy],
      ]);
      return { codes, metrics };
    },
  };
}
