import { Hono } from "hono";
import type { AppDeps } from "./deps.ts";
import { Problem } from "./http/problem.ts";
import type { Env } from "./http/request_context.ts";
import type { Operation } from "./openapi/operation.ts";
import { Health, Ready } from "./schemas/service.ts";

/** `/healthz`: the process lives; `/readyz`: it may be sent work. */
export function healthRoutes({ readiness }: AppDeps): Hono<Env> {
  return new Hono<Env>()
    .get("/healthz", (c) => c.json({ status: "ok" }))
    .get("/readyz", (c) => {
      const state = readiness();
      if (state === "ready") return c.json({ status: "ready" });
      throw new Problem(503, `Cannot take work yet: the server is ${state}`, {
        headers: { "retry-after": "1" },
      });
    });
}

/** What the document says about {@link healthRoutes}. */
export const healthOperations: readonly Operation[] = [
  {
    method: "get",
    path: "/healthz",
    summary: "Whether the process lives",
    replies: { "application/json": Health },
    problems: [],
  },
  {
    method: "get",
    path: "/readyz",
    summary: "Whether the server takes work",
    replies: { "application/json": Ready },
    problems: [503],
  },
];
