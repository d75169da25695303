import type { RateLimit } from "../../routes/http/rate_limit.ts";
import type { RateLimiter } from "./bindings.ts";

/** Limits each address that clients come from, as the binding is configured. */
export function clientRateLimit(limiter: RateLimiter): RateLimit {
  return {
    allows: async (request) => {
      const key = request.headers.get("cf-connecting-ip") ?? "";
      return (await limiter.limit({ key })).success;
    },
    retryAfter: 10, // The shortest period that can be configured.
  };
}
