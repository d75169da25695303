import { evaluate } from "../core/graph/mod.ts";
import { labelFeed, type Prior } from "./prior.ts";
import type { PriorPass } from "./prior_pass.ts";

/** Runs the whole graph for each position: slow, and the oracle of {@link CachedPass}. */
export class NaivePass implements PriorPass {
  #position = 0;
  #label = 0;

  constructor(private readonly prior: Prior) {}

  begin(label: number): void {
    this.#position = 0;
    this.#label = label;
  }

  next(codes: Uint32Array): Float32Array {
    const logits = this.all(codes);
    const position = this.#position++;
    const size = codes.length;
    return Float32Array.from(
      { length: this.prior.shape.codebookSize },
      (_, code) => logits[code * size + position],
    );
  }

  /** Logits `[k, gh, gw]` at all positions. */
  all(codes: Uint32Array): Float32Array {
    const { prior } = this;
    const feeds = new Map([...prior.weights, ...labelFeed(prior, this.#label), ["codes", codes]]);
    return evaluate(prior.graph, [prior.logits], feeds)[0] as Float32Array;
  }
}
