import type { Context, MiddlewareHandler } from "hono";
import { Problem } from "./problem.ts";
import type { Env } from "./request_context.ts";

/** Limits how much work a client may request. */
export interface RateLimit {
  /** Counts a request. @returns 0 if it is allowed, otherwise the seconds to wait. */
  count(client: string): Promise<number>;
}

/** Counts a request for work. @throws {Problem} 429 if the client is over its limit. */
export async function limitRate(
  c: Context<Env>,
  { rateLimit }: { readonly rateLimit?: RateLimit },
): Promise<void> {
  const seconds = await rateLimit?.count(c.get("client")) ?? 0;
  if (seconds === 0) return;
  throw new Problem(429, "Cannot answer this client now: it asks for too much", {
    headers: { "retry-after": String(seconds) },
  });
}

/** {@link limitRate} as middleware, before the body is read. */
export function limitRateFirst(
  deps: { readonly rateLimit?: RateLimit },
): MiddlewareHandler<Env> {
  return async (c, next) => {
    await limitRate(c, deps);
    await next();
  };
}
