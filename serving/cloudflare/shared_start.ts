import type { KeepAlive } from "../application.ts";

/** A start that takes longer was ended by the runtime, which tells nobody. */
const LIMIT_MS = 20_000;

/**
 * What the first request of an isolate makes and all others use. It is made again where that failed,
 * or where the request that was to make it was ended.
 */
export class SharedStart<Started> {
  #started: { readonly value: Started } | undefined;
  #made: Promise<Started> | undefined;

  constructor(readonly limitMs = LIMIT_MS) {}

  /** @throws {Error} What kept it from being made. */
  async get(context: KeepAlive, make: () => Promise<Started>): Promise<Started> {
    if (this.#started !== undefined) return this.#started.value;
    if (this.#made === undefined) {
      this.#made = make();
      context.waitUntil(this.#made.catch(() => {})); // Told below.
    }
    const made = this.#made;
    let timer: ReturnType<typeof setTimeout> | undefined;
    try {
      const late = new Promise<never>((_, reject) => {
        const error = new Error(`Cannot start within ${this.limitMs} ms`);
        timer = setTimeout(() => reject(error), this.limitMs);
      });
      const value = await Promise.race([made, late]);
      this.#started = { value };
      return value;
    } catch (error) {
      if (this.#made === made) this.#made = undefined;
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }
}
