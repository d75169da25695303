import type { Values } from "../../core/graph/mod.ts";
import type { PriorInputs } from "../../models/contract.ts";
import type { Examples } from "../data/examples.ts";

/** What a prior's graph is fed for some encoded images. */
export class PriorBatch {
  /** `[n]` in [0, classes]; `classes` is unconditional. */
  readonly labels: Uint32Array;
  readonly #drawn: Values;

  constructor(private readonly inputs: PriorInputs) {
    const { drawn } = inputs;
    this.#drawn = drawn.dtype === "f32"
      ? new Float32Array(drawn.size)
      : new Uint32Array(drawn.size);
    this.labels = new Uint32Array(drawn.shape[0]);
  }

  /** Copies images of a set. @returns Feeds, which the next call overwrites. */
  take(set: Examples, indices: Uint32Array): Map<string, Values> {
    const { drawn, class: label } = this.inputs;
    set.fill(indices, this.#drawn);
    const feeds = new Map([[drawn.name!, this.#drawn]]);
    if (!label) return feeds;
    indices.forEach((index, item) => this.labels[item] = set.labels[index]);
    return feeds.set(label.name!, this.labels);
  }
}
