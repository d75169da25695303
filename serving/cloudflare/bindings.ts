/** The static files deployed with a Worker. */
export interface Assets {
  fetch(url: string): Promise<Response>;
}

/** Counts requests by key. */
export interface RateLimiter {
  limit(options: { readonly key: string }): Promise<{ readonly success: boolean }>;
}

/** Bindings of the Worker in `wrangler.jsonc`: these, and a variable for any setting. */
export interface Bindings extends Readonly<Record<string, unknown>> {
  readonly ASSETS: Assets;
  /** Only if a rate limit is configured. */
  readonly RATE_LIMITER?: RateLimiter;
}
