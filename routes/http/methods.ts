import type { Context, Hono } from "hono";
import { Problem } from "./problem.ts";
import type { Env } from "./request_context.ts";

const REQUEST_HEADERS =
  "accept, authorization, content-type, if-none-match, if-range, range, x-request-id";

/**
 * Answers OPTIONS on every path registered so far, and other methods the path lacks with 405 and `Allow`. Call it once,
 * after the last route.
 */
export function answerOtherMethods(app: Hono<Env>): void {
  for (const [path, methods] of methodsByPath(app)) {
    app.all(path, (c) => otherMethod(c, methods));
  }
}

/** The reply to a method the path lacks. @throws {Problem} 405 unless OPTIONS. */
export function otherMethod(c: Context<Env>, methods: readonly string[]): Response {
  const allow = [...methods, ...(methods.includes("GET") ? ["HEAD"] : []), "OPTIONS"].join(", ");
  if (c.req.method !== "OPTIONS") {
    throw new Problem(405, `Cannot ${c.req.method.slice(0, 16)} this path: it has ${allow}`, {
      headers: { allow },
    });
  }
  return new Response(null, {
    status: 204,
    headers: {
      allow,
      "access-control-allow-methods": allow,
      "access-control-allow-headers": REQUEST_HEADERS,
      "access-control-max-age": "86400",
    },
  });
}

/** The methods of each path, without middleware. */
export function methodsByPath(app: Hono<Env>): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { path, method } of app.routes) {
    if (method === "ALL") continue;
    const methods = found.get(path) ?? [];
    if (!methods.includes(method)) methods.push(method);
    found.set(path, methods);
  }
  return found;
}
