import type { MiddlewareHandler } from "hono";
import type { Access } from "./access.ts";
import { Problem } from "./problem.ts";
import type { Env } from "./request_context.ts";

/** @throws {Problem} 401 for a wrong key, or for a missing one where a key is required. */
export function requireAccess(access: Access): MiddlewareHandler<Env> {
  return async (c, next) => {
    const key = c.get("key");
    const refused = key === "wrong" || (key === "missing" && !access.anonymous);
    if (refused && c.req.method !== "OPTIONS") {
      const state = key === "wrong" ? "it is none of this server's" : "there is none";
      throw new Problem(401, `Cannot take work: expected a key in Authorization, ${state}`, {
        headers: { "www-authenticate": "Bearer" },
      });
    }
    await next();
  };
}
