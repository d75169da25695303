import { Hono } from "hono";
import type { AppDeps } from "./deps.ts";
import { Problem } from "./http/problem.ts";
import type { Env } from "./http/request_context.ts";
import type { Operation } from "./openapi/operation.ts";
import { Health, Ready } from "./schemas/service.ts";

/** `/healthz`: the process is alive; `/readyz`: it accepts work. */
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

/** OpenAPI operations of {@link healthRoutes}. */
export const healthOperations: readonly Operation[] = [
  {
    method: "get",
    path: "/healthz",
    tag: "service",
    summary: "Check that the process is alive",
    description: "200 as long as the process can answer at all.",
    replies: { "application/json": Health },
    negotiates: false,
  },
  {
    method: "get",
    path: "/readyz",
    tag: "service",
    summary: "Check that the server accepts work",
    description:
      "503 until models are open and a warm picture is drawn, and while the server stops.",
    replies: { "application/json": Ready },
    negotiates: false,
    problems: [503],
  },
];
