import type { Tensor } from "../../core/graph/mod.ts";
import type { PriorInputs } from "../../models/contract.ts";
import type { Compute } from "../backend.ts";
import type { Examples } from "../data/examples.ts";
import { evaluationBatches } from "../evaluation_batches.ts";
import { PriorBatch } from "./prior_batch.ts";

/** The prior that is measured. */
export interface MarginalOptions {
  /** With a class. */
  readonly inputs: PriorInputs;
  /** What is computed; `nats` `[n, h, w]` is the negative log likelihood of each position. */
  readonly values: ReadonlyMap<string, Tensor>;
  /** Number of classes, C >= 1. */
  readonly classes: number;
}

/**
 * Mean over a set of -ln(1/C sum over c of p(codes | c)) / positions: what encoded images cost a prior that draws one
 * of C equally likely classes first. A prior that knows no class and has learnt as much costs no more.
 */
export async function marginalNats(
  compute: Compute,
  set: Examples,
  { inputs, values, classes }: MarginalOptions,
): Promise<number> {
  const batch = new PriorBatch(inputs);
  const batchSize = inputs.drawn.shape[0];
  const positions = values.get("nats")!.size / batchSize;
  let total = 0;
  for (const { indices, used } of evaluationBatches(set.count, batchSize)) {
    const feeds = batch.take(set, indices);
    const likelihoods = Array.from({ length: used }, () => new Float64Array(classes));
    for (let label = 0; label < classes; label++) {
      batch.labels.fill(label);
      const nats = (await compute(values, feeds)).get("nats")!;
      for (let at = 0; at < used * positions; at++) {
        likelihoods[Math.floor(at / positions)][label] -= nats[at];
      }
    }
    for (const ofImage of likelihoods) total -= logMeanExp(ofImage);
  }
  return total / (set.count * positions);
}

function logMeanExp(logs: Float64Array): number {
  const largest = Math.max(...logs);
  let sum = 0;
  for (const log of logs) sum += Math.exp(log - largest);
  return largest + Math.log(sum / logs.length);
}
