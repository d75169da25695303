import type { Tensor } from "../../core/graph/mod.ts";
import type { PriorInputs } from "../../models/contract.ts";
import type { Compute } from "../backend.ts";
import type { Examples } from "../data/examples.ts";
import { evaluationBatches } from "../evaluation_batches.ts";
import { PriorBatch } from "./prior_batch.ts";

/** Judges encoded images. */
export interface PriorMeasure {
  /** Mean of each value over a set. @param options.labelled Whether the prior sees the classes, if there are some. */
  means(
    compute: Compute,
    set: Examples,
    options: { labelled: boolean },
  ): Promise<Map<string, number>>;
  /** The means of a set, `bits` where there are `nats`, and all means without the classes where there are some. */
  measure(compute: Compute, set: Examples): Promise<Map<string, number>>;
}

/** @param parts Inputs of a graph, and tensors of it to take the mean of, whose first axis is the batch. */
export function priorMeasure(
  { inputs, values }: { inputs: PriorInputs; values: ReadonlyMap<string, Tensor> },
  classes: number,
): PriorMeasure {
  const batch = new PriorBatch(inputs);
  const batchSize = inputs.drawn.shape[0];

  async function means(
    compute: Compute,
    set: Examples,
    { labelled }: { labelled: boolean },
  ): Promise<Map<string, number>> {
    const sums = new Map(Array.from(values, ([name]) => [name, 0]));
    for (const { indices, used } of evaluationBatches(set.count, batchSize)) {
      const feeds = batch.take(set, indices);
      if (!labelled) batch.labels.fill(classes);
      for (const [name, computed] of await compute(values, feeds)) {
        let sum = sums.get(name)!;
        for (let i = 0; i < used * computed.length / batchSize; i++) sum += computed[i];
        sums.set(name, sum);
      }
    }
    return new Map(Array.from(values, ([name, { size }]) => [
      name,
      sums.get(name)! / (set.count * size / batchSize),
    ]));
  }

  async function measure(compute: Compute, set: Examples): Promise<Map<string, number>> {
    const labelled = await means(compute, set, { labelled: true });
    const metrics = new Map<string, number>();
    for (const [name, value] of labelled) {
      metrics.set(name, value);
      if (name === "nats") metrics.set("bits", value / Math.LN2);
    }
    if (classes === 0) return metrics;
    for (const [name, value] of await means(compute, set, { labelled: false })) {
      metrics.set(`${name} without class`, value);
    }
    return metrics;
  }

  return { means, measure };
}
