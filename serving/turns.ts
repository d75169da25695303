import { FairOrder } from "./fair_order.ts";
import { monotonicClock } from "./monotonic_clock.ts";

/** A waiter idle for this long was ended by the runtime, which does so silently. */
const LOST_MS = 1000;

/** A job waiting for its turn. */
interface Waiter {
  /** Time of its last request. */
  heard: number;
  /** Its place in line; the lowest goes first. */
  readonly tag: number;
}

/**
 * Hands out turns of the event loop, one at a time, shared between clients by cost; the network and everything else due
 * is served between two turns. Each waiter polls with its own timer, because the requests of a Worker cannot reliably
 * wake each other; those further back poll less often.
 */
export class Turns {
  readonly #line: Waiter[] = [];
  readonly #order = new FairOrder();
  #taken = 0;

  /** @param now A monotonic clock in milliseconds. */
  constructor(readonly now: () => number = monotonicClock()) {}

  /** Resolves when it is the client's turn, which lasts until the caller's next await. */
  async next(client = "", cost = 1): Promise<void> {
    const waiter: Waiter = { heard: this.now(), tag: this.#order.tag(client, cost) };
    this.#insert(waiter);
    let taken: number;
    do {
      taken = this.#taken;
      await pause(Math.max(0, this.#line.indexOf(waiter)));
      waiter.heard = this.now();
      // All timers that are due fire before the network is polled; one set after a turn does not.
    } while (taken !== this.#taken || !this.#isFirst(waiter));
    this.#taken++;
    this.#order.begin(waiter.tag);
  }

  #insert(waiter: Waiter): void {
    const after = this.#line.findIndex(({ tag }) => tag > waiter.tag);
    this.#line.splice(after < 0 ? this.#line.length : after, 0, waiter);
  }

  /** Takes the waiter out of the line if it is its turn. */
  #isFirst(waiter: Waiter): boolean {
    const at = this.#line.indexOf(waiter);
    // Those before it that are lost; a waiter wrongly taken for lost is not in the line.
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
