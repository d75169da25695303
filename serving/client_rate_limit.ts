import type { RateLimit } from "../routes/http/rate_limit.ts";
import { monotonicClock } from "./monotonic_clock.ts";

/** So many requests in so many seconds. */
export interface Rate {
  readonly requests: number;
  readonly seconds: number;
}

/** What is left of a client's requests. */
interface Bucket {
  tokens: number;
  /** When `tokens` was true, in milliseconds. */
  at: number;
}

const MAX_CLIENTS = 10_000;

/**
 * Limits each client's requests by a token bucket: a client at rest may make all of them at once, and
 * gets new ones evenly. Beyond 10,000 clients the one seen longest ago is forgotten.
 */
export class ClientRateLimit implements RateLimit {
  readonly #buckets = new Map<string, Bucket>();

  /** @param now Milliseconds that never go back. */
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
    this.#buckets.delete(client); // The map is in the order in which clients were seen.
    this.#buckets.set(client, bucket);
    if (this.#buckets.size <= MAX_CLIENTS) return;
    const [oldest] = this.#buckets.keys();
    this.#buckets.delete(oldest);
  }
}
