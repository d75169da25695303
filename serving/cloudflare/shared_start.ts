import type { KeepAlive } from "../application.ts";

/** A start that takes longer was ended by the runtime, which does so silently. */
const LIMIT_MS = 20_000;

/**
 * A value made by an isolate's first request and shared with all others. It is made again if that failed or the runtime
 * ended the request.
 */
export class SharedStart<Started> {
  #started: { readonly value: Started } | undefined;
  #made: Promise<Started> | undefined;

  constructor(readonly limitMs = LIMIT_MS) {}

  /** @throws {Error} Why it could not be made. */
  async get(context: KeepAlive, make: () => Promise<Started>): Promise<Started> {
    if (this.#started !== undefined) return this.#started.value;
    if (this.#made === undefined) {
      this.#made = make();
      context.waitUntil(this.#made.catch(() => {})); // Thrown below.
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
