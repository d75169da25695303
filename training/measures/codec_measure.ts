import { mean, square, sub, type Tensor, type Values } from "../../core/graph/mod.ts";
import type { Space } from "../../models/contract.ts";
import { codeStatistics } from "../code_statistics.ts";
import type { Compute } from "../backend.ts";
import type { Examples } from "../data/examples.ts";
import { evaluationBatches } from "../evaluation_batches.ts";

/** Encodes and rebuilds sets of images. */
export interface CodecMeasure {
  /** What the space holds for a set. @returns `[count, …]`. */
  encode(compute: Compute, set: Examples): Promise<Values>;
  /** The mean square error of the reconstructions and, for codes, how the codebook is used. */
  measure(compute: Compute, set: Examples): Promise<Map<string, number>>;
}

/** Tensors of one graph: its input `pixels` `[n, c, h, w]`, what encodes them and what that decodes to. */
export interface Coding {
  readonly pixels: Tensor;
  readonly encoded: Tensor;
  readonly rebuilt: Tensor;
}

/** Adds the error to the graph of a coding. */
export function codecMeasure({ pixels, encoded, rebuilt }: Coding, space: Space): CodecMeasure {
  const errors = mean(square(sub(rebuilt, pixels)), { axes: [1, 2, 3] });
  const coding = new Map<string, Tensor>([["encoded", encoded]]);
  const rebuilding = new Map<string, Tensor>([...coding, ["errors", errors]]);
  const batchSize = pixels.shape[0];
  const size = encoded.size / batchSize;
  const batch = new Float32Array(pixels.size);

  async function over(
    compute: Compute,
    set: Examples,
    outputs: ReadonlyMap<string, Tensor>,
  ): Promise<{ encoded: Values; errors: number[] }> {
    const length = set.count * size;
    const all = space.kind === "codes" ? new Uint32Array(length) : new Float32Array(length);
    const errors: number[] = [];
    for (const { indices, used } of evaluationBatches(set.count, batchSize)) {
      set.fill(indices, batch);
      const results = await compute(outputs, new Map([["pixels", batch]]));
      all.set(results.get("encoded")!.subarray(0, used * size), indices[0] * size);
      errors.push(...results.get("errors")?.subarray(0, used) ?? []);
    }
    return { encoded: all, errors };
  }

  return {
    async encode(compute, set) {
      return (await over(compute, set, coding)).encoded;
    },
    async measure(compute, set) {
      const { encoded, errors } = await over(compute, set, rebuilding);
      const metrics = new Map([["mse", errors.reduce((sum, it) => sum + it, 0) / set.count]]);
      if (space.kind === "codes") {
        const statistics = codeStatistics(encoded as Uint32Array, space.size);
        metrics.set("usage", statistics.usage);
        metrics.set("perplexity", statistics.perplexity);
        metrics.set("unigram", statistics.unigramEntropy);
      }
      return metrics;
    },
  };
}
