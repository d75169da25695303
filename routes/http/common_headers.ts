import type { MiddlewareHandler } from "hono";
import type { Env } from "./request_context.ts";

/** Headers of every reply. */
export const COMMON: Readonly<Record<string, string>> = {
  "access-control-allow-origin": "*",
  "access-control-expose-headers":
    "cache-status, content-range, etag, retry-after, x-codebook-shape, x-request-id, x-seed",
  "cross-origin-resource-policy": "cross-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};
const NO_CONTENT_POLICY = "default-src 'none'; frame-ancestors 'none'";

/**
 * Opens the API to every origin and sets safe defaults: no type sniffing, no referrer, and a content policy that allows
 * nothing unless the reply sets its own.
 */
export function commonHeaders(): MiddlewareHandler<Env> {
  return async (c, next) => {
    await next();
    const { headers } = c.res;
    for (const [name, value] of Object.entries(COMMON)) headers.set(name, value);
    if (!headers.has("content-security-policy")) {
      headers.set("content-security-policy", NO_CONTENT_POLICY);
    }
    if (!headers.has("cache-control")) headers.set("cache-control", "no-store");
  };
}
