import { Hono } from "hono";
import { commonHeaders } from "./http/common_headers.ts";
import { problemOf } from "./http/problem_of.ts";
import { type Env, requestContext } from "./http/request_context.ts";
import { UnavailableError } from "./inference.ts";
import { BODY_DEADLINE_MS } from "./limits.ts";

/** Answers every request with 503, in place of an API that could not start. */
export function unavailableApp(message: string, retryAfter: number): Hono<Env> {
  const app = new Hono<Env>();
  app.use(requestContext(BODY_DEADLINE_MS), commonHeaders());
  app.all("*", () => {
    throw new UnavailableError(message, retryAfter);
  });
  app.onError((error, c) => problemOf(error).toResponse(c.get("requestId")));
  return app;
}
