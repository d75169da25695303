const MAX_REMEMBERED = 1024;

/**
 * Orders clients' work by start tags: clients with waiting work get equal shares, and an idle client's first work goes
 * before what busy clients have queued.
 * Source: Goyal, Vin and Cheng 1997, start-time fair queueing, https://doi.org/10.1109/90.649569
 */
export class FairOrder {
  /** Tag of the work started last. */
  #clock = 0;
  readonly #finish = new Map<string, number>();

  /** The start tag of a client's next work; the lowest goes first. @param cost In any unit, above 0. */
  tag(client: string, cost: number): number {
    const start = Math.max(this.#clock, this.#finish.get(client) ?? 0);
    this.#finish.set(client, start + cost);
    return start;
  }

  /** Records that work with this tag has started. */
  begin(tag: number): void {
    this.#clock = Math.max(this.#clock, tag);
    if (this.#finish.size <= MAX_REMEMBERED) return;
    for (const [client, finish] of this.#finish) {
      if (finish <= this.#clock) this.#finish.delete(client);
    }
  }
}
