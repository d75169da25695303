import type { MiddlewareHandler } from "hono";
import type { Env } from "./request_context.ts";

/** Gives HEAD the Content-Length of the GET, and cancels the body. */
export function answerHead(): MiddlewareHandler<Env> {
  return async (c, next) => {
    await next();
    if (c.req.method !== "HEAD" || c.res.body === null) return;
    if (c.res.headers.get("content-type") === "text/event-stream") {
      await c.res.body.cancel();
      return;
    }
    const { byteLength } = await c.res.clone().arrayBuffer();
    c.res.headers.set("content-length", String(byteLength));
  };
}
