const MAX_REMEMBERED = 1024;

/**
 * In which order clients' work is begun: by start tags, so that clients with work waiting get equal
 * amounts of it done, and the first work of a client that was idle goes before what busy ones queued.
 * Source: Goyal, Vin and Cheng 1997, start-time fair queueing, https://doi.org/10.1109/90.649569
 */
export class FairOrder {
  /** Tag of what was begun last. */
  #clock = 0;
  readonly #finish = new Map<string, number>();

  /** The start tag of a client's next work: less goes first. @param cost In any unit, above 0. */
  tag(client: string, cost: number): number {
    const start = Math.max(this.#clock, this.#finish.get(client) ?? 0);
    this.#finish.set(client, start + cost);
    return start;
  }

  /** Notes that work with this tag is begun. */
  begin(tag: number): void {
    this.#clock = Math.max(this.#clock, tag);
    if (this.#finish.size <= MAX_REMEMBERED) return;
    for (const [client, finish] of this.#finish) {
      if (finish <= this.#clock) this.#finish.delete(client);
    }
  }
}
