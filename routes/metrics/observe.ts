import type { Context, MiddlewareHandler } from "hono";
import { matchedRoutes } from "hono/route";
import type { AppDeps, LogLine } from "../deps.ts";
import type { Env } from "../http/request_context.ts";
import type { Metrics } from "./metrics.ts";

const METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE"]);

/** Counts each request and logs it. */
export function observe({ log, monotonic }: AppDeps, metrics: Metrics): MiddlewareHandler<Env> {
  return async (c, next) => {
    const start = monotonic();
    await next();
    const ms = monotonic() - start;
    const { method, path } = c.req;
    const { status } = c.res;
    metrics.countRequest({
      method: METHODS.has(method) ? method : "other",
      route: routeOf(c),
      status,
      seconds: ms / 1000,
    });
    log({
      level: levelOf(status),
      message: `${method} ${path}`,
      id: c.get("requestId"),
      method,
      path,
      status,
      ms: Math.round(ms * 10) / 10,
      ...(c.error && status === 500 ? { error: c.error.stack ?? c.error.message } : {}),
    });
  };
}

/** Refusing work for lack of capacity is a warning, failing is an error. */
function levelOf(status: number): LogLine["level"] {
  if (status < 500) return "info";
  return status === 503 ? "warn" : "error";
}

/** The pattern of the last matching route; middleware comes before it. */
function routeOf(c: Context<Env>): string {
  const matched = matchedRoutes(c).filter(({ path }) => path !== "*" && path !== "/*");
  return matched[0]?.path ?? "files";
}
