import { ProblemDocument } from "../schemas/service.ts";
import { contents } from "./contents.ts";
import type { HeaderName } from "./headers.ts";
import type { Json, JsonSchemas } from "./json_schemas.ts";
import type { Operation } from "./operation.ts";
import { REFUSALS } from "./refusals.ts";

const EVERY_REPLY: readonly HeaderName[] = ["X-Request-Id"];
const OF_WORK = [401, 429, 503];

/** Every reply of an operation, by status. */
export function responsesOf(operation: Operation, schemas: JsonSchemas): Json {
  const { replies, replyHeaders = [], conditional } = operation;
  const content = contents(replies, schemas, "output");
  const cached: HeaderName[] = conditional === undefined ? [] : ["ETag", "Cache-Control"];
  const headers = [...EVERY_REPLY, ...cached, ...replyHeaders];
  const responses: Json = { 200: { description: "Done", headers: headerRefs(headers), content } };
  if (conditional === "ranges") {
    const partial = headerRefs([...headers, "Content-Range"]);
    responses[206] = { description: "The bytes of the range", headers: partial, content };
  }
  if (conditional !== undefined) {
    const description = "The client has this reply: If-None-Match names it";
    responses[304] = { description, headers: headerRefs(headers) };
  }
  for (const status of refusalsOf(operation)) {
    responses[status] = { $ref: `#/components/responses/${REFUSALS[status].name}` };
  }
  return responses;
}

/** Statuses of an operation's refusals, each once. */
function refusalsOf({ problems = [], negotiates, conditional, works }: Operation): Set<number> {
  return new Set([
    ...[400, 414, ...problems],
    ...negotiates ? [406] : [],
    ...conditional === "ranges" ? [416] : [],
    ...works ? OF_WORK : [],
  ]);
}

/** The responses of the operations' refusals, by name. */
export function refusalResponses(operations: readonly Operation[], schemas: JsonSchemas): Json {
  const statuses = new Set(operations.flatMap((operation) => [...refusalsOf(operation)]));
  const schema = schemas.of(ProblemDocument, "output");
  return Object.fromEntries(
    [...statuses].sort().map((status) => {
      const { name, description, title, example: detail, headers = [] } = REFUSALS[status];
      const example = { type: "about:blank", title, status, detail, instance: "4f2a", errors: [] };
      const content = { "application/problem+json": { schema, example } };
      return [name, { description, headers: headerRefs([...EVERY_REPLY, ...headers]), content }];
    }),
  );
}

function headerRefs(names: readonly HeaderName[]): Json {
  return Object.fromEntries(
    names.map((name) => [name, { $ref: `#/components/headers/${name}` }]),
  );
}
