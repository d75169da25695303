/**
 * A budget that no client can exhaust: each may hold at most as much as is left free. A single client can hold half,
 * each of k greedy ones a (k + 1)-th, and something is always left for the next. Source: Choudhury and Hahne 1998,
 * dynamic queue length thresholds, https://doi.org/10.1109/90.664262
 */
export class SharedBudget {
  #used = 0;
  readonly #held = new Map<string, number>();

  /** @param limit Maximum held by all clients together, in any unit. */
  constructor(readonly limit: number) {}

  /** What all clients hold. */
  get used(): number {
    return this.#used;
  }

  /** What one client holds. */
  heldBy(client: string): number {
    return this.#held.get(client) ?? 0;
  }

  /** Takes an amount for a client. @returns False, taking nothing, if that exceeds its share. */
  take(client: string, amount: number): boolean {
    const held = this.heldBy(client) + amount;
    const free = this.limit - this.#used - amount;
    if (held > free) return false;
    this.#used += amount;
    this.#held.set(client, held);
    return true;
  }

  /** Returns an amount taken by the client. */
  giveBack(client: string, amount: number): void {
    this.#used -= amount;
    const held = this.heldBy(client) - amount;
    if (held > 0) this.#held.set(client, held);
    else this.#held.delete(client);
  }
}
