import { UnavailableError } from "../inference.ts";
import type { SharedBudget } from "../shared_budget.ts";

/** The memory of one request's body, part of its client's share. */
export class BodyMemory {
  #bytes = 0;

  constructor(readonly budget: SharedBudget, readonly client: string) {}

  /** Reserves as much as the body uses now. @throws {UnavailableError} If the share is used up. */
  grow(bytes: number): void {
    if (bytes <= this.#bytes) return;
    if (!this.budget.take(this.client, bytes - this.#bytes)) {
      throw new UnavailableError("Cannot accept the body: too many are being received", 1);
    }
    this.#bytes = bytes;
  }

  /** Releases it once the request is answered. */
  free(): void {
    if (this.#bytes > 0) this.budget.giveBack(this.client, this.#bytes);
    this.#bytes = 0;
  }
}
