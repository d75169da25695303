import type { Context, MiddlewareHandler } from "hono";
import { Problem } from "./problem.ts";
import type { Env } from "./request_context.ts";

/** How much work a client may ask for. */
export interface RateLimit {
  /** Counts a request for work. @returns 0 if its client may have it, else the seconds to wait. */
  count(client: string): Promise<number>;
}

/** Counts a request that asks for work. @throws {Problem} 429 if its client asks for too much. */
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

/** {@link limitRate} before the body is read. */
export function limitRateFirst(
  deps: { readonly rateLimit?: RateLimit },
): MiddlewareHandler<Env> {
  return async (c, next) => {
    await limitRate(c, deps);
    await next();
  };
}
