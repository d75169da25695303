import type { MiddlewareHandler } from "hono";
import { getPath } from "hono/utils/url";
import { Problem } from "./problem.ts";
import type { Env } from "./request_context.ts";

/** Also answered at the root: probes do not come through the proxy. */
const PROBES: ReadonlySet<string> = new Set(["/healthz", "/readyz"]);

/** The path without the base path, as routes see it. */
export function pathBelow(base: string): (request: Request) => string {
  return (request) => {
    const path = getPath(request);
    return path.startsWith(`${base}/`) ? path.slice(base.length) : path;
  };
}

/** Redirects the base path itself to the page below it. @throws {Problem} 404 outside it. */
export function requireBasePath(base: string): MiddlewareHandler<Env> {
  return async (c, next) => {
    const path = getPath(c.req.raw);
    if (c.env?.onMetricsPort === true) {
      if (path !== "/metrics") throw new Problem(404, "Cannot find this path: it is /metrics");
      return await next();
    }
    if (path === base && base !== "") {
      return c.body(null, 308, { location: `${base}/${new URL(c.req.url).search}` });
    }
    const isBelow = path.startsWith(`${base}/`) || PROBES.has(path);
    if (!isBelow) throw new Problem(404, `Cannot find this path: everything is below ${base}/`);
    await next();
  };
}
