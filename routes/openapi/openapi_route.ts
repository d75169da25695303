import { Hono } from "hono";
import * as z from "zod";
import { codebookOperations } from "../codebook.ts";
import { decodeOperation } from "../decode.ts";
import { encodeOperation } from "../encode.ts";
import { fileOperations } from "../files.ts";
import { generateOperations } from "../generate.ts";
import { healthOperations } from "../health.ts";
import { negotiate } from "../http/accept.ts";
import { entityTag, isFresh, notModified } from "../http/etag.ts";
import type { Env } from "../http/request_context.ts";
import { metricsOperation } from "../metrics/metrics_route.ts";
import { modelOperations } from "../models.ts";
import { openApiDocument } from "./document.ts";
import type { Json } from "./json_schemas.ts";
import type { Operation } from "./operation.ts";

const openApiOperation: Operation = {
  method: "get",
  path: "/openapi.json",
  tag: "service",
  summary: "Get this document",
  description: "OpenAPI 3.1, generated from the schemas that validate requests.",
  replies: { "application/json": z.looseObject({ openapi: z.string().max(16) }) },
  negotiates: true,
  conditional: "etag",
};

/** Every operation of the API. */
export const OPERATIONS: readonly Operation[] = [
  ...generateOperations,
  encodeOperation,
  decodeOperation,
  ...codebookOperations,
  ...modelOperations,
  ...fileOperations,
  ...healthOperations,
  metricsOperation,
  openApiOperation,
];

/** `/openapi.json`. */
export function openApiRoute(): Hono<Env> {
  // Built at the first request: a Worker has little time to start.
  let made: Json | undefined;
  return new Hono<Env>().get("/openapi.json", async (c) => {
    const document = made ??= openApiDocument(OPERATIONS);
    negotiate(c, ["application/json"]);
    const headers = { etag: await entityTag(document), "cache-control": "no-cache" };
    if (isFresh(c, headers.etag)) return notModified(headers);
    return c.json(document, 200, headers);
  });
}
