import { Hono } from "hono";
import { codebookRoutes } from "./codebook.ts";
import { decodeRoute } from "./decode.ts";
import type { AppDeps } from "./deps.ts";
import { encodeRoute } from "./encode.ts";
import { answerFile } from "./files.ts";
import { generateRoutes } from "./generate.ts";
import { healthRoutes } from "./health.ts";
import { commonHeaders } from "./http/common_headers.ts";
import { requireAccess } from "./http/require_access.ts";
import { pathBelow, requireBasePath } from "./http/base_path.ts";
import { answerHead } from "./http/head.ts";
import { answerOtherMethods } from "./http/methods.ts";
import { problemOf } from "./http/problem_of.ts";
import { type Env, requestContext } from "./http/request_context.ts";
import { requireSaneUrl } from "./http/sane_url.ts";
import { BODY_DEADLINE_MS } from "./limits.ts";
import { createMetrics, metricsRoute } from "./metrics/metrics_route.ts";
import { observe } from "./metrics/observe.ts";
import { modelRoutes } from "./models.ts";
import { openApiRoute } from "./openapi/openapi_route.ts";

/** Routes that need a model. */
const WORK = ["/generate", "/encode", "/decode", "/codebook/nearest"];

/** The whole HTTP API and the pages, for any runtime: everything from outside comes in `deps`. */
export function createApp(deps: AppDeps): Hono<Env> {
  const metrics = createMetrics(deps);
  const { access, basePath = "", metricsPlace = "public" } = deps;
  const app = new Hono<Env>({ getPath: pathBelow(basePath) });
  app.use(requestContext(deps.bodyDeadlineMs ?? BODY_DEADLINE_MS, access));
  app.use(observe(deps, metrics), commonHeaders(), answerHead(), requireSaneUrl());
  app.use(requireBasePath(basePath));
  if (access !== undefined) { for (const path of WORK) app.use(path, requireAccess(access)); }
  app.route("/", healthRoutes(deps));
  app.route("/", modelRoutes(deps));
  app.route("/", codebookRoutes(deps));
  app.route("/", encodeRoute(deps));
  app.route("/", decodeRoute(deps));
  app.route("/", generateRoutes(deps, metrics));
  app.route("/", metricsRoute(metrics, metricsPlace));
  app.route("/", openApiRoute());
  answerOtherMethods(app);
  app.notFound((c) => answerFile(c, deps));
  app.onError((error, c) => problemOf(error).toResponse(c.get("requestId")));
  return app;
}
