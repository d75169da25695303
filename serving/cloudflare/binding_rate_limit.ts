import type { RateLimit } from "../../routes/http/rate_limit.ts";
import type { RateLimiter } from "./bindings.ts";

/** The shortest period of a binding, in seconds. */
const PERIOD = 10;

/** Limits each client as configured by the binding. */
export function bindingRateLimit(limiter: RateLimiter): RateLimit {
  return {
    count: async (client) => (await limiter.limit({ key: client })).success ? 0 : PERIOD,
  };
}
