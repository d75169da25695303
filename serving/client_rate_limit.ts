import type { RateLimit } from "../routes/http/rate_limit.ts";
import { monotonicClock } from "./monotonic_clock.ts";

/** A number of requests per number of seconds. */
export interface Rate {
  readonly requests: number;
  readonly seconds: number;
}

/** A client's remaining requests. */
interface Bucket {
  tokens: number;
  /** Time of `tokens`, in milliseconds. */
  at: number;
}

const MAX_CLIENTS = 10_000;

/**
 * Limits each client with a token bucket: an idle client may use all its requests at once, and regains them at a steady
 * rate. Beyond 10,000 clients, the least recently seen is forgotten.
 */
export class ClientRateLimit implements RateLimit {
  readonly #buckets = new Map<string, Bucket>();

  /** @param now A monotonic clock in milliseconds. */
  constructor(readonly rate: Rate, readonly now: () => number = monotonicClock()) {}

  count(client: string): Promise<number> {
    const { requests, seconds } = this.rate;
    const perMs = requests / (seconds * 1000);
    const now = this.now();
    const { tokens, at } = this.#buckets.get(client) ?? { tokens: requests, at: now };
    const left = Math.min(requests, tokens + (now - at) * perMs);
    const allowed = left >= 1;
    this.#keep(client, { tokens: allowed ? left - 1 : left, at: now });
    return Promise.resolve(allowed ? 0 : Math.ceil((1 - left) / perMs / 1000));
  }

  #keep(client: string, bucket: Bucket): void {
    this.#buckets.delete(client); // Keeps the map in order of last use.
    this.#buckets.set(client, bucket);
    if (this.#buckets.size <= MAX_CLIENTS) return;
    const [oldest] = this.#buckets.keys();
    this.#buckets.delete(oldest);
  }
}
