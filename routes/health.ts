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
    tag: "service",
    summary: "Whether the process lives",
    description: "200 for as long as the process can answer at all.",
    replies: { "application/json": Health },
    negotiates: false,
  },
  {
    method: "get",
    path: "/readyz",
    tag: "service",
    summary: "Whether the server takes work",
    description:
      "503 until models are open and a warm picture is drawn, and while the server stops.",
    replies: { "application/json": Ready },
    negotiates: false,
    problems: [503],
  },
];
