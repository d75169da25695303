/** The folder of static files that is deployed with a Worker. */
export interface Assets {
  fetch(url: string): Promise<Response>;
}

/** Counts requests by key. */
export interface RateLimiter {
  limit(options: { readonly key: string }): Promise<{ readonly success: boolean }>;
}

/** What a Worker is given, as `wrangler.jsonc` says: these, and a variable for any setting. */
export interface Bindings extends Readonly<Record<string, unknown>> {
  readonly ASSETS: Assets;
  /** Only where a rate limit is configured. */
  readonly RATE_LIMITER?: RateLimiter;
}
