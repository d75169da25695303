import { FairOrder } from "./fair_order.ts";
import { monotonicClock } from "./monotonic_clock.ts";

/** A waiter silent for so long was ended by the runtime, without notice. */
const LOST_MS = 1000;

/** Who waits for a turn. */
interface Waiter {
  /** When it last asked. */
  heard: number;
  /** Its place: less goes first. */
  readonly tag: number;
}

/**
 * One turn of the event loop at a time, shared between clients by what their turns cost: whatever else
 * is due, above all the network, is served between two turns. Each waiter asks again and again by
 * timers of its own, as a Worker's requests cannot reliably wake each other; those further back ask
 * less often.
 */
export class Turns {
  readonly #line: Waiter[] = [];
  readonly #order = new FairOrder();
  #taken = 0;

  /** @param now Milliseconds that never go back. */
  constructor(readonly now: () => number = monotonicClock()) {}

  /** Settles when it is the client's turn, which lasts until the caller awaits something. */
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
