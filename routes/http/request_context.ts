import type { MiddlewareHandler } from "hono";

/** What every handler finds in its context. */
export interface RequestVariables {
  /** The request's id: the client's own where it is sane. */
  readonly requestId: string;
  /** How long the body may take to arrive, in milliseconds. */
  readonly bodyDeadlineMs: number;
}

/** The Hono environment of every app here. */
export interface Env {
  Variables: RequestVariables;
}

const SANE_ID = /^[A-Za-z0-9._-]{1,64}$/;

/** Gives the request its id, told in `X-Request-Id`, and its body deadline. */
export function requestContext(bodyDeadlineMs: number): MiddlewareHandler<Env> {
  return async (c, next) => {
    const offered = c.req.header("x-request-id") ?? "";
    const requestId = SANE_ID.test(offered) ? offered : crypto.randomUUID();
    c.set("requestId", requestId);
    c.set("bodyDeadlineMs", bodyDeadlineMs);
    await next();
    c.res.headers.set("x-request-id", requestId);
  };
}
