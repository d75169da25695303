import type { MiddlewareHandler } from "hono";
import { MAX_URL_BYTES } from "../limits.ts";
import { Problem } from "./problem.ts";
import type { Env } from "./request_context.ts";

/** @throws {Problem} 400 for an address that is none, 414 for one that is too long. */
export function requireSaneUrl(): MiddlewareHandler<Env> {
  return async (c, next) => {
    const { url } = c.req;
    if (!URL.canParse(url)) throw new Problem(400, "Cannot read the request's address");
    const { pathname, search } = new URL(url);
    if (pathname.length + search.length > MAX_URL_BYTES) {
      throw new Problem(414, `Cannot accept an address of more than ${MAX_URL_BYTES} bytes`);
    }
    await next();
  };
}
