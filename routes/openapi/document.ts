import * as z from "zod";
import { MAX_SCALE } from "../limits.ts";
import { ProblemDocument } from "../schemas/service.ts";
import type { Operation } from "./operation.ts";

/** A JSON value of the document. */
type Json = { [key: string]: unknown };

const MEANINGS: Readonly<Record<number, string>> = {
  400: "Malformed",
  404: "Unknown model or path",
  406: "No reply of an accepted type",
  408: "The body came too slowly",
  413: "The body is too large",
  414: "The address is too long",
  415: "The body is of a wrong type",
  422: "A value is out of range",
  429: "Too many requests of one client; see Retry-After",
  503: "No place for more work now; see Retry-After",
};

/** The OpenAPI 3.1 document of these operations, its schemas those that check the requests. */
export function openApiDocument(operations: readonly Operation[]): Json {
  const schemas: Json = {};
  const paths: Record<string, Json> = {};
  for (const operation of operations) {
    const item = paths[operation.path] ??= {};
    item[operation.method] = describe(operation, schemas);
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Tessera",
      version: "0.3.0",
      description:
        "Small discrete-latent image generators over HTTP. Pictures may be enlarged up " +
        `to ${MAX_SCALE} times. Unknown query parameters are ignored, unknown members of a body refused.`,
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: "/" }],
    paths,
    components: { schemas },
  };
}

function describe(operation: Operation, schemas: Json): Json {
  const { path, method, summary, description, body, replies, replyHeaders } = operation;
  const ok: Json = { description: "Done", content: contents(replies, schemas, "output") };
  if (replyHeaders !== undefined) {
    ok.headers = Object.fromEntries(
      Object.entries(replyHeaders).map(([name, text]) => [
        name,
        { description: text, schema: { type: "string" } },
      ]),
    );
  }
  const described: Json = {
    operationId: operationId(method, path),
    summary,
    parameters: parametersOf(operation, schemas),
    responses: { 200: ok, ...problemsOf(operation, schemas) },
  };
  if (description !== undefined) described.description = description;
  if (body !== undefined) {
    described.requestBody = { required: true, content: contents(body, schemas, "input") };
  }
  return described;
}

function problemsOf({ problems }: Operation, schemas: Json): Json {
  const content = { "application/problem+json": { schema: schemaOf(ProblemDocument, schemas) } };
  const statuses = [...problems, 406, 414].sort((a, b) => a - b);
  return Object.fromEntries(
    statuses.map((status) => [status, { description: MEANINGS[status], content }]),
  );
}

function parametersOf({ pathParameters = {}, query }: Operation, schemas: Json): Json[] {
  const inPath = Object.entries(pathParameters).map(([name, schema]) => ({
    name,
    in: "path",
    required: true,
    schema: schemaOf(schema, schemas),
  }));
  const inQuery = Object.entries(query?.shape ?? {}).map(([name, schema]) => ({
    name,
    in: "query",
    required: false,
    schema: schemaOf(schema as z.ZodType, schemas),
  }));
  return [...inPath, ...inQuery];
}

function contents(
  types: Readonly<Record<string, z.ZodType | null>>,
  schemas: Json,
  io: "input" | "output",
): Json {
  const entries = Object.entries(types).map(([type, schema]) => {
    const binary = type.startsWith("text/") ? { type: "string" } : {};
    return [type, { schema: schema === null ? binary : schemaOf(schema, schemas, io) }];
  });
  return Object.fromEntries(entries);
}

/**
 * The schema as JSON Schema. Schemas with an id are lifted to `#/components/schemas`, where OpenAPI
 * looks for them.
 */
function schemaOf(schema: z.ZodType, schemas: Json, io: "input" | "output" = "input"): Json {
  const json: Json = z.toJSONSchema(schema, { io, target: "draft-2020-12" });
  const { $schema: _, $defs = {}, ...root } = liftReferences(json);
  for (const [id, definition] of Object.entries($defs as Json)) {
    schemas[id] = withoutId(definition as Json);
  }
  const id = schema.meta()?.id;
  if (id === undefined || root.$ref !== undefined) return root;
  schemas[id] = withoutId(root);
  return { $ref: `#/components/schemas/${id}` };
}

function withoutId({ id: _id, $id: _$id, ...definition }: Json): Json {
  return definition;
}

function liftReferences(value: Json): Json {
  return JSON.parse(
    JSON.stringify(value).replaceAll(/"#\/(?:\$defs|definitions)\//g, '"#/components/schemas/'),
  );
}

function operationId(method: string, path: string): string {
  return method + path.replace(/[/{}_-]+([a-z])?/g, (_, letter) => (letter ?? "").toUpperCase());
}
