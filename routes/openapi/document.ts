import type * as z from "zod";
import { MAX_SCALE } from "../limits.ts";
import { contents } from "./contents.ts";
import { CONDITIONS, HEADERS } from "./headers.ts";
import { type Json, JsonSchemas } from "./json_schemas.ts";
import { type Operation, TAGS } from "./operation.ts";
import { refusalResponses, responsesOf } from "./responses.ts";

const API_KEY = "apiKey";

/** The OpenAPI 3.1 document of these operations, its schemas those that check the requests. */
export function openApiDocument(operations: readonly Operation[]): Json {
  const schemas = new JsonSchemas();
  const paths: Record<string, Json> = {};
  for (const operation of operations) {
    const item = paths[operation.path] ??= {};
    item[operation.method] = describe(operation, schemas);
  }
  const responses = refusalResponses(operations, schemas);
  return {
    openapi: "3.1.0",
    info: {
      title: "Tessera",
      version: "0.3.0",
      summary: "Small discrete-latent image generators over HTTP.",
      description:
        "Small discrete-latent image generators over HTTP. Pictures may be enlarged up " +
        `to ${MAX_SCALE} times. Unknown query parameters are ignored, unknown members of a body ` +
        "refused. Replies may get new members: ignore what you do not know. Every path with GET " +
        "has HEAD too; every path has OPTIONS, answered with 204, `Allow` and what other origins " +
        "may send; other methods are answered with 405 and `Allow`. Refusals are " +
        "application/problem+json (RFC 9457).",
      contact: { name: "The authors of Tessera" },
      license: { name: "MIT", identifier: "MIT" },
    },
    // Relative to the document's own address, so that it works behind any prefix.
    servers: [{ url: ".", description: "The server this document comes from" }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    security: [],
    paths,
    components: {
      schemas: schemas.components,
      responses,
      headers: Object.fromEntries(
        Object.entries(HEADERS).map(([name, schema]) => [name, headerOf(schema, schemas)]),
      ),
      securitySchemes: {
        [API_KEY]: {
          type: "http",
          scheme: "bearer",
          description: "An API key, on servers that use them.",
        },
      },
    },
  };
}

function describe(operation: Operation, schemas: JsonSchemas): Json {
  const { id, method, path, tag, summary, description, body, works } = operation;
  return {
    operationId: id ?? operationId(method, path),
    tags: [tag],
    summary,
    description,
    ...works ? { security: [{}, { [API_KEY]: [] }] } : {},
    parameters: parametersOf(operation, schemas),
    ...body === undefined
      ? {}
      : { requestBody: { required: true, content: contents(body, schemas, "input") } },
    responses: responsesOf(operation, schemas),
  };
}

function headerOf(schema: z.ZodType, schemas: JsonSchemas): Json {
  const { description, ...rest } = schemas.of(schema, "output");
  return { description, schema: rest };
}

function parametersOf(operation: Operation, schemas: JsonSchemas): Json[] {
  const { pathParameters = {}, query, conditional } = operation;
  const parameters = (place: string, fields: Readonly<Record<string, z.ZodType>>) =>
    Object.entries(fields).map(([name, field]) => {
      const { description, ...schema } = schemas.of(field, "input");
      const text = description ?? field.meta()?.description;
      return { name, in: place, required: place === "path", description: text, schema };
    });
  return [
    ...parameters("path", pathParameters),
    ...parameters("query", query?.shape ?? {}),
    ...parameters("header", conditional === undefined ? {} : CONDITIONS[conditional]),
  ];
}

function operationId(method: string, path: string): string {
  return method +
    path.replace(/[^A-Za-z0-9]+([a-z])?/g, (_, letter) => letter?.toUpperCase() ?? "");
}
