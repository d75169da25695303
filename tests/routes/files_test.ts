import { assertEquals, assertMatch } from "@std/assert";
import { assertProblem } from "../support/assert_problem.ts";
import { openTestApp } from "../support/test_app.ts";

const FILE = "/models/fake/notes.md";

function get(headers: Record<string, string> = {}, path = FILE) {
  return openTestApp().request(path, { headers });
}

Deno.test("GET /models/{id}/{file} answers the file with type, ETag and length", async () => {
  const reply = await get();
  assertEquals([reply.status, await reply.text()], [200, "0123456789"]);
  assertEquals(reply.headers.get("content-type"), "text/markdown; charset=utf-8");
  assertEquals(reply.headers.get("etag"), '"10"');
  assertEquals(reply.headers.get("content-length"), "10");
  assertEquals(reply.headers.get("accept-ranges"), "bytes");
  assertEquals(reply.headers.get("cache-control"), "no-cache");
  assertMatch(reply.headers.get("content-security-policy")!, /^sandbox;/);
});

Deno.test("GET /models/{id}/{file} answers 304 to the ETag", async () => {
  const reply = await get({ "if-none-match": '"10"' });
  assertEquals([reply.status, await reply.text()], [304, ""]);
});

Deno.test("GET /models/{id}/{file} answers ranges", async () => {
  for (
    const [range, text, told] of [
      ["bytes=2-4", "234", "bytes 2-4/10"],
      ["bytes=7-", "789", "bytes 7-9/10"],
      ["bytes=-2", "89", "bytes 8-9/10"],
    ]
  ) {
    const reply = await get({ range });
    assertEquals([reply.status, await reply.text()], [206, text]);
    assertEquals(reply.headers.get("content-range"), told);
    assertEquals(reply.headers.get("content-length"), String(text.length));
  }
  const reply = await get({ range: "bytes=10-" });
  assertEquals(reply.headers.get("content-range"), "bytes */10");
  await assertProblem(reply, 416);
});

Deno.test("GET /models/{id}/{file} answers the whole file if If-Range is another ETag", async () => {
  const stale = await get({ range: "bytes=2-4", "if-range": '"9"' });
  assertEquals([stale.status, await stale.text()], [200, "0123456789"]);
  const fresh = await get({ range: "bytes=2-4", "if-range": '"10"' });
  assertEquals([fresh.status, await fresh.text()], [206, "234"]);
});

Deno.test("GET /models/{id}/{file} is immutable only when the URL names the version", async () => {
  const { request, version } = openTestApp();
  const reply = await request(`${FILE}?version=${version}`);
  assertEquals(reply.headers.get("cache-control"), "public, max-age=31536000, immutable");
  await assertProblem(await request(`${FILE}?version=other`), 404);
});

Deno.test("Pages are served at / and /docs under a policy without inline script and style", async () => {
  for (const path of ["/", "/docs", "/index.html"]) {
    const reply = await get({}, path);
    assertEquals(reply.headers.get("content-type"), "text/html; charset=utf-8");
    const policy = reply.headers.get("content-security-policy")!;
    assertMatch(policy, /script-src 'self'; style-src 'self'/);
    assertEquals(/unsafe/.test(policy), false);
    await reply.body?.cancel();
  }
});

Deno.test("The worker of a page may compile kernels, fetch bundles and run beside isolated pages", async () => {
  const { status, headers } = await get({}, "/runtime/worker.js");
  assertEquals(status, 200);
  const policy = headers.get("content-security-policy");
  assertEquals(
    policy,
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src *",
  );
  assertEquals(headers.get("cross-origin-embedder-policy"), "require-corp");
});

for (
  const path of [
    "/../deno.json",
    "/models/fake/../../../deno.json",
    "/models/fake/..%2f..%2fdeno.json",
    "/%2e%2e/deno.json",
    "/models/fake/",
    "/models/none/notes.md",
    "/index.html/",
    "/%00",
    "/%ff",
    "//index.html",
  ]
) {
  Deno.test(`A path outside of what is served answers 404: ${path}`, async () => {
    await assertProblem(await openTestApp().request(path), 404);
  });
}
