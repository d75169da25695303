/** Who is silent for so long was ended by the runtime, which tells nobody. */
const LOST_MS = 1000;

/** Someone who waits for a turn. */
interface Waiter {
  /** When it last asked. */
  heard: number;
}

/**
 * One turn of the event loop for each who waits, in the order in which they came: whatever else is
 * due, above all the network, is served between two turns. Each asks again and again by timers of its
 * own, as a Worker's requests cannot wake each other for sure; who is further back asks less often.
 */
export class Turns {
  readonly #line: Waiter[] = [];
  #taken = 0;

  /** @param now Milliseconds. */
  constructor(readonly now: () => number = Date.now) {}

  /** Settles when it is the caller's turn, which lasts until the caller awaits something. */
  async next(): Promise<void> {
    const waiter: Waiter = { heard: this.now() };
    this.#line.push(waiter);
    let taken: number;
    do {
      taken = this.#taken;
      await pause(Math.max(0, this.#line.indexOf(waiter)));
      waiter.heard = this.now();
      // All timers that are due fire before the network is looked at; one set after a turn does not.
    } while (taken !== this.#taken || !this.#isFirst(waiter));
    this.#taken++;
  }

  /** Takes the waiter out of the line if it is its turn. */
  #isFirst(waiter: Waiter): boolean {
    const at = this.#line.indexOf(waiter);
    // Those before it that are lost; not in the line is who was wrongly taken for lost.
    if (!this.#line.slice(0, Math.max(0, at)).every((other) => this.#isLost(other))) return false;
    this.#line.splice(0, at + 1);
    return true;
  }

  #isLost({ heard }: Waiter): boolean {
    return this.now() - heard > LOST_MS;
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
