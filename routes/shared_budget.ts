/**
 * A budget that clients share so that none can use it up: a client may hold at most as much as is
 * left free. Alone it holds half, one of k that take all they can a (k + 1)-th, and there is always
 * something left for the next. Source: Choudhury and Hahne 1998, dynamic queue length thresholds,
 * https://doi.org/10.1109/90.664262
 */
export class SharedBudget {
  #used = 0;
  readonly #held = new Map<string, number>();

  /** @param limit The most that all clients hold together; the unit is the owner's. */
  constructor(readonly limit: number) {}

  /** What all clients hold. */
  get used(): number {
    return this.#used;
  }

  /** What one client holds. */
  heldBy(client: string): number {
    return this.#held.get(client) ?? 0;
  }

  /** Takes an amount for a client. @returns False, with nothing taken, if that is more than its share. */
  take(client: string, amount: number): boolean {
    const held = this.heldBy(client) + amount;
    const free = this.limit - this.#used - amount;
    if (held > free) return false;
    this.#used += amount;
    this.#held.set(client, held);
    return true;
  }

  /** Gives back what the client took. */
  giveBack(client: string, amount: number): void {
    this.#used -= amount;
    const held = this.heldBy(client) - amount;
    if (held > 0) this.#held.set(client, held);
    else this.#held.delete(client);
  }
}
