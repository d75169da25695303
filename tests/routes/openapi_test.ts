import { assert, assertEquals } from "@std/assert";
import * as z from "zod";
import { encodePng } from "../../core/image/mod.ts";
import { fileOperations } from "../../routes/files.ts";
import { methodsByPath } from "../../routes/http/methods.ts";
import { assertProblem } from "../support/assert_problem.ts";
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

/** A file of each type that a bundle's files have. */
const FILES: Record<string, string> = {
  "application/json": "codebook.json",
  "application/octet-stream": "weights.safetensors",
  "application/gzip": "weights.safetensors.gz",
  "image/png": "samples.png",
  "text/html": "report.html",
  "text/markdown": "notes.md",
};

const document: Document = await (await openTestApp().request("/openapi.json")).json();

/** A check made from a schema of the document, its references resolved. */
function checkOf(schema: Json): z.ZodType {
  const $defs = document.components.schemas;
  const text = JSON.stringify({ ...schema, $defs }).replaceAll("#/components/schemas/", "#/$defs/");
  return z.fromJSONSchema(JSON.parse(text));
}

function call(app: TestApp, path: string, method: string, accept: string): Promise<Response> {
  const address = path.replace("{id}", "fake").replace("{file}", FILES[accept]);
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

Deno.test("The routes that answer 401 without a key are those that the document says", async () => {
  const access = { anonymous: false, nameOf: () => Promise.resolve(undefined) };
  for (const [path, item] of Object.entries(document.paths)) {
    for (const [method, { responses }] of Object.entries(item)) {
      const type = Object.keys(responses["200"].content!)[0];
      const { status, headers } = await call(openTestApp({ access }), path, method, type);
      assertEquals(status, "401" in responses ? 401 : 200, `${method} ${path}`);
      assertEquals(headers.has("www-authenticate"), status === 401);
    }
  }
});

for (const [path, { get }] of Object.entries(document.paths)) {
  if (get?.responses["304"] === undefined) continue;
  Deno.test(`GET ${path} answers 304 and ranges as the document says`, async () => {
    const { request } = openTestApp();
    const seeded = path === "/generate" ? `${path}?seed=7` : path;
    const address = seeded.replace("{id}", "fake").replace("{file}", "notes.md");
    const first = await request(address);
    const etag = first.headers.get("etag")!;
    await first.body?.cancel();
    const again = await request(address, { headers: { "if-none-match": etag } });
    assertEquals([again.status, again.headers.get("etag")], [304, etag]);
    if (get.responses["206"] === undefined) return;
    const part = await request(address, { headers: { range: "bytes=0-1" } });
    assertEquals([part.status, (await part.text()).length], [206, 2]);
    const beyond = await request(address, { headers: { range: "bytes=99999-" } });
    await assertProblem(beyond, 416);
    assert("416" in get.responses);
  });
}

Deno.test("The document has every route of the app, the files of pages and models, and no other", () => {
  const routes = [...methodsByPath(openTestApp().app)].flatMap(([path, methods]) =>
    methods.map((method) => `${method.toLowerCase()} ${path.replace(/:(\w+)/, "{$1}")}`)
  );
  const files = fileOperations.map(({ method, path }) => `${method} ${path}`);
  const described = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method} ${path}`)
  );
  assertEquals(described.sort(), [...routes, ...files].sort());
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
  const names = document.paths["/generate"].get.parameters
    .filter((parameter) => parameter.in === "query").map(({ name }) => name);
  assertEquals(names, [
    ...["model", "version", "seed", "n", "class", "temperature", "top_k", "top_p"],
    ...["guidance", "scale"],
  ]);
});
