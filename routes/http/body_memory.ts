import { UnavailableError } from "../inference.ts";
import type { SharedBudget } from "../shared_budget.ts";

/** The memory that one request's body takes of its client's share. */
export class BodyMemory {
  #bytes = 0;

  constructor(readonly budget: SharedBudget, readonly client: string) {}

  /** Takes as much as the body has by now. @throws {UnavailableError} If there is no more. */
  grow(bytes: number): void {
    if (bytes <= this.#bytes) return;
    if (!this.budget.take(this.client, bytes - this.#bytes)) {
      throw new UnavailableError("Cannot accept the body: too many are on their way", 1);
    }
    this.#bytes = bytes;
  }

  /** Gives it back once the request is answered. */
  free(): void {
    if (this.#bytes > 0) this.budget.giveBack(this.client, this.#bytes);
    this.#bytes = 0;
  }
}
