import { assert, assertEquals, assertThrows } from "@std/assert";
import * as z from "zod";
import { JsonSchemas } from "../../../routes/openapi/json_schemas.ts";
import { OPERATIONS } from "../../../routes/openapi/openapi_route.ts";
import { openApiDocument } from "../../../routes/openapi/document.ts";

// deno-lint-ignore no-explicit-any -- the test reads the document as a client would: as JSON
const document: any = openApiDocument(OPERATIONS);
// deno-lint-ignore no-explicit-any
const operations: any[] = Object.values(document.paths).flatMap((item: any) => Object.values(item));

/** What a reference of the document leads to; anything else is itself. */
// deno-lint-ignore no-explicit-any
function resolved(part: any): any {
  if (part.$ref === undefined) return part;
  // deno-lint-ignore no-explicit-any
  return part.$ref.slice(2).split("/").reduce((inner: any, name: string) => inner[name], document);
}

/** Every schema that one leads to, itself first. */
function reachable(schema: unknown, seen = new Set<unknown>()): Set<unknown> {
  if (typeof schema !== "object" || schema === null || seen.has(schema)) return seen;
  seen.add(schema);
  for (const inner of Object.values(resolved(schema))) reachable(inner, seen);
  return seen;
}

/** Whether the schema refuses members that it does not name, at any depth. */
function isClosed(schema: unknown): boolean {
  return [...reachable(schema)].some((inner) => {
    return resolved(inner).additionalProperties === false;
  });
}

Deno.test("The document's operation ids are identifiers, and tags are described", () => {
  const tags = document.tags.map(({ name }: { name: string }) => name);
  for (const { operationId, tags: own, summary, description } of operations) {
    assert(/^[a-z][A-Za-z0-9]*$/.test(operationId), operationId);
    assert(own.length === 1 && tags.includes(own[0]), operationId);
    assert(summary.length > 0 && description.length > 0, operationId);
  }
});

Deno.test("The document's requests refuse unknown members, and its replies may get new ones", () => {
  for (const { operationId, requestBody, responses } of operations) {
    const body = requestBody?.content["application/json"];
    if (body !== undefined) assert(isClosed(body.schema), operationId);
    for (const [status, response] of Object.entries<{ $ref?: string }>(responses)) {
      assert(!isClosed(resolved(response).content ?? {}), `${operationId} ${status}`);
    }
  }
});

Deno.test("The document requires no member that has a default in a request", () => {
  for (const { requestBody } of operations) {
    for (const part of reachable(requestBody?.content["application/json"]?.schema)) {
      const { properties = {}, required = [] } = resolved(part);
      for (const [name, property] of Object.entries(properties)) {
        // Beside a property's name a default makes it required for some generators of clients.
        assert(!Object.hasOwn(property as object, "default"), name);
        if (resolved(property).default !== undefined) assert(!required.includes(name), name);
      }
    }
  }
});

Deno.test("The document has Retry-After in 429 and 503, and an ETag in 304", () => {
  const headersOf = (status: number) =>
    operations.filter(({ responses }) => status in responses)
      .map(({ responses }) => Object.keys(resolved(responses[status]).headers));
  for (const status of [429, 503]) {
    assert(headersOf(status).length > 0);
    assert(headersOf(status).every((names) => names.includes("Retry-After")));
  }
  assert(headersOf(304).length > 0);
  assert(headersOf(304).every((names) => names.includes("ETag")));
});

Deno.test("The document takes keys for what makes work, and answers 401 there alone", () => {
  assertEquals(document.security, []);
  const limited = operations.filter(({ responses }) => 429 in responses);
  assert(limited.length > 0);
  assertEquals(operations.filter(({ responses }) => 401 in responses), limited);
  for (const { security } of limited) assertEquals(security, [{}, { apiKey: [] }]);
});

Deno.test("The document tells the version of deno.json", async () => {
  const { version } = JSON.parse(await Deno.readTextFile("deno.json"));
  assertEquals(document.info.version, version);
});

Deno.test("JsonSchemas.of() refuses a schema whose sides differ under one id", () => {
  const schema = z.object({ n: z.int().default(1) }).meta({ id: "Shared" });
  const schemas = new JsonSchemas();
  schemas.of(schema, "input");
  assertThrows(() => schemas.of(schema, "output"), TypeError, 'schema "Shared"');
});
