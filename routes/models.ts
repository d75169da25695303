import { Hono } from "hono";
import type { AppDeps } from "./deps.ts";
import { negotiate } from "./http/accept.ts";
import { entityTag, isFresh, notModified } from "./http/etag.ts";
import type { Env } from "./http/request_context.ts";
import type { Operation } from "./openapi/operation.ts";
import { ModelCard, ModelList, ModelPath } from "./schemas/model.ts";
import { findModel, modelCard } from "./served_model.ts";

/** `/models`: the served models. */
export function modelRoutes(deps: AppDeps): Hono<Env> {
  return new Hono<Env>()
    .get("/models", async (c) => {
      negotiate(c, ["application/json"]);
      const list = { default: deps.defaultModel, models: deps.models.map(modelCard) };
      const headers = { etag: await entityTag(list), "cache-control": "no-cache" };
      if (isFresh(c, headers.etag)) return notModified(headers);
      return c.json(list, 200, headers);
    })
    .get("/models/:id", async (c) => {
      negotiate(c, ["application/json"]);
      const card = modelCard(findModel(deps, c.req.param("id")));
      const headers = { etag: await entityTag(card), "cache-control": "no-cache" };
      if (isFresh(c, headers.etag)) return notModified(headers);
      return c.json(card, 200, headers);
    });
}

/** OpenAPI operations of {@link modelRoutes}. */
export const modelOperations: readonly Operation[] = [
  {
    method: "get",
    path: "/models",
    tag: "models",
    summary: "List the models",
    description: "`default` is the id of the model used when a request names none.",
    replies: { "application/json": ModelList },
    negotiates: true,
    conditional: "etag",
  },
  {
    method: "get",
    path: "/models/{id}",
    tag: "models",
    summary: "Get a model",
    description: "The files named in `files` are under /models/{id}/, codebook.safetensors and " +
      "codebook.json among them; with `?version=` they may be kept for good.",
    pathParameters: { id: ModelPath },
    replies: { "application/json": ModelCard },
    negotiates: true,
    conditional: "etag",
    problems: [404],
  },
];
