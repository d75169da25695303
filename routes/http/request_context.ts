import type { MiddlewareHandler } from "hono";
import { MAX_BODIES_BYTES } from "../limits.ts";
import { SharedBudget } from "../shared_budget.ts";
import { type Access, bearerOf, clientOfKey, type KeyState } from "./access.ts";
import { BodyMemory } from "./body_memory.ts";

/** The variables of every handler's context. */
export interface RequestVariables {
  /** The request's id: the client's own if it is valid. */
  readonly requestId: string;
  /** Identifies the client for fair sharing: an address, `key:NAME` for a valid key, or what else the runtime knows. */
  readonly client: string;
  /** The result of checking the request's key. */
  readonly key: KeyState;
  /** How long the body may take to arrive, in milliseconds. */
  readonly bodyDeadlineMs: number;
  /** The memory of the request's body. */
  readonly bodyMemory: BodyMemory;
}

/** What the runtime knows about a request. */
export interface RequestBindings {
  readonly client?: string;
  /** Whether the request came to the port that answers `/metrics` and nothing else. */
  readonly onMetricsPort?: boolean;
}

/** The Hono environment of every app here. */
export interface Env {
  Bindings: RequestBindings;
  Variables: RequestVariables;
}

const SANE_ID = /^[A-Za-z0-9._-]{1,64}$/;

/** Gives the request its id, sent in `X-Request-Id`, its client, and what its body may take. */
export function requestContext(
  bodyDeadlineMs: number,
  access?: Access,
): MiddlewareHandler<Env> {
  const bodies = new SharedBudget(MAX_BODIES_BYTES);
  return async (c, next) => {
    const offered = c.req.header("x-request-id") ?? "";
    const requestId = SANE_ID.test(offered) ? offered : crypto.randomUUID();
    const key = bearerOf(c.req.header("authorization"));
    const name = key === undefined ? undefined : await access?.nameOf(key);
    const client = name === undefined ? c.env?.client ?? "" : clientOfKey(name);
    const bodyMemory = new BodyMemory(bodies, client);
    c.set("requestId", requestId);
    c.set("client", client);
    c.set("key", name !== undefined ? "valid" : key === undefined ? "missing" : "wrong");
    c.set("bodyDeadlineMs", bodyDeadlineMs);
    c.set("bodyMemory", bodyMemory);
    try {
      await next();
    } finally {
      bodyMemory.free();
    }
    c.res.headers.set("x-request-id", requestId);
  };
}
