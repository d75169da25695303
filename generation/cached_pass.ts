import { PositionExecutor } from "../executors/plain/position_executor.ts";
import { labelFeed, type Prior } from "./prior.ts";
import type { PriorPass } from "./prior_pass.ts";

/** Computes each value of a prior's graph once per grid. The same logits as {@link NaivePass}, bit for bit. */
export class CachedPass implements PriorPass {
  readonly #prior: Prior;
  readonly #executor: PositionExecutor;
  #position = 0;

  constructor(prior: Prior) {
    this.#prior = prior;
    this.#executor = new PositionExecutor(prior.logits, prior.codes, prior.weights);
  }

  begin(label: number): void {
    this.#position = 0;
    this.#executor.begin(labelFeed(this.#prior, label));
  }

  next(codes: Uint32Array): Float32Array {
    const before = this.#position++ - 1;
    if (before >= 0) this.#executor.codes[before] = codes[before];
    return this.#executor.next();
  }
}
