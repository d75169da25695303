import { assert, assertEquals } from "@std/assert";
import * as z from "zod";
import { encodePng } from "../../core/image/mod.ts";
import { methodsByPath } from "../../routes/http/methods.ts";
import { openTestApp, type TestApp } from "../support/test_app.ts";

type Json = z.core.JSONSchema.JSONSchema;

/** What the test reads of the document. */
interface Document {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Record<string, Json> };
}

interface Operation {
  readonly operationId: string;
  readonly parameters: { readonly name: string; readonly in: string; readonly schema: Json }[];
  readonly requestBody?: { readonly content: Record<string, { readonly schema: Json }> };
  readonly responses: Record<
    string,
    { readonly content?: Record<string, { readonly schema: Json }> }
  >;
}

const GRID = [[0, 1, 2], [3, 4, 0]];
const PNG = encodePng({ width: 1, height: 1, channels: 1, pixels: Uint8Array.of(7) });

/** A request that each operation with a body answers with 200. */
const BODIES: Record<string, unknown> = {
  "/generate": { seed: 1, n: 2, class: "square", codes: [[null, 1, 2], [3, 4, 0]] },
  "/decode": { codes: [GRID, GRID] },
  "/codebook/nearest": { vectors: [[1, 2]] },
};

const document: Document = await (await openTestApp().request("/openapi.json")).json();

/** A check made from a schema of the document, its references resolved. */
function checkOf(schema: Json): z.ZodType {
  const $defs = document.components.schemas;
  const text = JSON.stringify({ ...schema, $defs }).replaceAll("#/components/schemas/", "#/$defs/");
  return z.fromJSONSchema(JSON.parse(text));
}

function call(app: TestApp, path: string, method: string, accept: string): Promise<Response> {
  const address = path.replace("{id}", "fake");
  if (method === "get") return app.request(address, { headers: { accept } });
  if (path !== "/encode") return app.post(path, BODIES[path], { accept });
  const headers = { "content-type": "image/png", accept };
  return app.request(path, { method: "POST", headers, body: PNG });
}

for (const [path, item] of Object.entries(document.paths)) {
  for (const [method, operation] of Object.entries(item)) {
    for (const [type, { schema }] of Object.entries(operation.responses["200"].content!)) {
      Deno.test(`${method.toUpperCase()} ${path} answers ${type} as the document says`, async () => {
        const reply = await call(openTestApp(), path, method, type);
        const body = await reply.text();
        assertEquals(reply.status, 200, body);
        assertEquals(reply.headers.get("content-type")!.split(";")[0], type);
        if (type !== "application/json") return;
        checkOf(schema).parse(JSON.parse(body));
      });
    }
  }
}

Deno.test("The document's request schemas take what the routes take, and refuse what they refuse", async () => {
  for (const [path, body] of Object.entries(BODIES)) {
    const check = checkOf(
      document.paths[path].post.requestBody!.content["application/json"].schema,
    );
    check.parse(body);
    for (const wrong of [{ ...body as object, other: 1 }, [], { ...body as object, model: 7 }]) {
      assert(!check.safeParse(wrong).success, `${path} ${JSON.stringify(wrong)}`);
      assertEquals((await openTestApp().post(path, wrong)).status, 422);
    }
  }
});

Deno.test("The document has every route of the app, and no other", () => {
  const routes = [...methodsByPath(openTestApp().app)].flatMap(([path, methods]) =>
    methods.map((method) => `${method.toLowerCase()} ${path.replace(/:(\w+)/, "{$1}")}`)
  );
  const described = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method} ${path}`)
  );
  assertEquals(described.sort(), routes.sort());
});

Deno.test("The document is OpenAPI 3.1 whose references and operation ids hold", () => {
  assertEquals(document.openapi, "3.1.0");
  const text = JSON.stringify(document);
  for (const [, name] of text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)) {
    assert(Object.hasOwn(document.components.schemas, name), name);
  }
  assert(!/"#\/(\$defs|definitions)/.test(text));
  const ids = Object.values(document.paths).flatMap((item) =>
    Object.values(item).map(({ operationId }) => operationId)
  );
  assertEquals(new Set(ids).size, ids.length);
});

Deno.test("The document names every parameter that GET /generate takes", () => {
  const names = document.paths["/generate"].get.parameters.map(({ name }) => name);
  assertEquals(names, [
    ...["model", "version", "seed", "n", "class", "temperature", "top_k", "top_p"],
    ...["guidance", "scale"],
  ]);
});
