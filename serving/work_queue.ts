import { codesOf, totalCost } from "../routes/cost.ts";
import { type Inference, UnavailableError, type Work } from "../routes/inference.ts";
import { MAX_IMAGES, MAX_PICTURE_PIXELS } from "../routes/limits.ts";
import type { ServedModel } from "../routes/served_model.ts";
import { SharedBudget } from "../routes/shared_budget.ts";

const MAX_RETRY_SECONDS = 60;

/** A bounded queue of work that can be stopped. */
export interface WorkQueue extends Inference {
  /** Tasks done at one time. */
  readonly width: number;
  /** Refuses all work from now on; what was let in goes on. */
  stop(): void;
}

/** The most work let in at one time. */
export interface QueueLimits {
  readonly codes: number;
  readonly pixels: number;
}

/** A client alone gets half: the dearest request, of the most images with guidance, must fit into it. */
export function queueLimits(models: readonly Pick<ServedModel, "manifest">[]): QueueLimits {
  const codes = Math.max(...models.map(codesOf));
  return { codes: 2 * 2 * MAX_IMAGES * codes, pixels: 8 * MAX_PICTURE_PIXELS };
}

/** Lets work in, as far as its client's share of what is free goes. */
export class Admission {
  readonly codes: SharedBudget;
  readonly pixels: SharedBudget;
  #images = 0;

  constructor({ codes, pixels }: QueueLimits) {
    this.codes = new SharedBudget(codes);
    this.pixels = new SharedBudget(pixels);
  }

  /** Images let in and not yet done. */
  get images(): number {
    return this.#images;
  }

  /**
   * Lets work in. What costs more than any client may have counts as that much: it is let in alone.
   *
   * @param msPerCost How long a unit of cost takes, for `Retry-After`.
   * @returns Gives the place back; a second call does nothing.
   * @throws {UnavailableError} If it is more than its client's share.
   */
  admit({ client, images, ...asked }: Work, msPerCost: number): () => void {
    const codes = Math.min(asked.codes, Math.floor(this.codes.limit / 2));
    const pixels = Math.min(asked.pixels, Math.floor(this.pixels.limit / 2));
    const heldCodes = this.codes.heldBy(client), heldPixels = this.pixels.heldBy(client);
    const refuse = (what: string) => {
      const ms = msPerCost * totalCost({ codes: heldCodes, pixels: heldPixels });
      const seconds = Math.min(Math.max(Math.ceil(ms / 1000), 1), MAX_RETRY_SECONDS);
      throw new UnavailableError(`Cannot queue ${what}: the client's share is used up`, seconds);
    };
    if (!this.codes.take(client, codes)) refuse(`${images} more images`);
    if (!this.pixels.take(client, pixels)) {
      this.codes.giveBack(client, codes);
      refuse(`${pixels} more pixels`);
    }
    this.#images += images;
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.#images -= images;
      this.codes.giveBack(client, codes);
      this.pixels.giveBack(client, pixels);
    };
  }
}
