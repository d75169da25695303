import type { Context } from "hono";
import { Problem } from "./problem.ts";
import type { Env } from "./request_context.ts";

/** How much work a client may ask for. */
export interface RateLimit {
  /** Counts the request. @returns Whether its client may have it now. */
  allows(request: Request): Promise<boolean>;
  /** Seconds after which a refused client may try again. */
  readonly retryAfter: number;
}

/** Counts a request that asks for work. @throws {Problem} 429 if its client asks for too much. */
export async function limitRate(
  c: Context<Env>,
  { rateLimit }: { readonly rateLimit?: RateLimit },
): Promise<void> {
  if (rateLimit === undefined || await rateLimit.allows(c.req.raw)) return;
  throw new Problem(429, "Cannot answer this client now: it asks for too much", {
    headers: { "retry-after": String(rateLimit.retryAfter) },
  });
}
