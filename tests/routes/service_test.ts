import { assert, assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { assertProblem } from "../support/assert_problem.ts";
import { openTestApp } from "../support/test_app.ts";

Deno.test("GET /healthz answers 200 whatever the readiness", async () => {
  const reply = await openTestApp({ readiness: () => "starting" }).request("/healthz");
  assertEquals([reply.status, await reply.json()], [200, { status: "ok" }]);
});

Deno.test("GET /readyz answers 200 when ready, 503 with Retry-After before and while stopping", async () => {
  assertEquals((await openTestApp().request("/readyz")).status, 200);
  for (const state of ["starting", "stopping"] as const) {
    const reply = await openTestApp({ readiness: () => state }).request("/readyz");
    assertEquals(reply.headers.get("retry-after"), "1");
    await assertProblem(reply, 503);
  }
});

Deno.test("GET /models tells every model and the default", async () => {
  const { request, version } = openTestApp();
  const reply = await (await request("/models")).json();
  assertEquals(reply.default, "fake");
  assertEquals(reply.models.map(({ id }: { id: string }) => id), ["fake", "plain"]);
  const [first] = reply.models;
  assertEquals(first, await (await request("/models/fake")).json());
  assertEquals(first.version, version);
  assertEquals([first.grid, first.codebook], [{ height: 2, width: 3 }, { size: 5, dim: 2 }]);
  await assertProblem(await request("/models/none"), 404);
});

Deno.test("A request's id is the client's where it is sane, else a new one", async () => {
  const { request } = openTestApp();
  const idOf = async (id: string) => {
    const reply = await request("/healthz", { headers: { "x-request-id": id } });
    return reply.headers.get("x-request-id")!;
  };
  assertEquals(await idOf("abc-1.2_3"), "abc-1.2_3");
  for (const id of ["", "a b", "x".repeat(65), "<script>"]) {
    assertMatch(await idOf(id), /^[0-9a-f-]{36}$/);
  }
  assertNotEquals(await idOf(""), await idOf(""));
});

Deno.test("An unknown path answers 404, another method 405 with Allow", async () => {
  const { request } = openTestApp();
  await assertProblem(await request("/none"), 404);
  await assertProblem(await request("/models/fake/none.bin", { method: "POST" }), 404);
  for (
    const [path, method, allow] of [
      ["/generate", "DELETE", "GET, POST, HEAD, OPTIONS"],
      ["/encode", "GET", "POST, OPTIONS"],
      ["/models/fake", "PATCH", "GET, HEAD, OPTIONS"],
      ["/", "PUT", "GET, HEAD, OPTIONS"],
    ]
  ) {
    const reply = await request(path, { method });
    assertEquals(reply.headers.get("allow"), allow);
    await assertProblem(reply, 405);
  }
});

Deno.test("OPTIONS answers 204 with what the path allows, to every origin", async () => {
  const reply = await openTestApp().request("/generate", { method: "OPTIONS" });
  assertEquals(reply.status, 204);
  assertEquals(reply.headers.get("access-control-allow-origin"), "*");
  assertEquals(reply.headers.get("access-control-allow-methods"), "GET, POST, HEAD, OPTIONS");
  assertMatch(reply.headers.get("access-control-allow-headers")!, /content-type/);
});

Deno.test("HEAD answers the headers of GET without a body", async () => {
  const { request } = openTestApp();
  for (
    const path of ["/healthz", "/models", "/generate?seed=7", "/codebook", "/", "/openapi.json"]
  ) {
    const get = await request(path);
    const head = await request(path, { method: "HEAD" });
    assertEquals([head.status, await head.text()], [200, ""]);
    assertEquals(head.headers.get("content-type"), get.headers.get("content-type"));
    assertEquals(head.headers.get("etag"), get.headers.get("etag"));
    assertEquals(Number(head.headers.get("content-length")), (await get.bytes()).length, path);
  }
});

Deno.test("HEAD of a stream draws nothing on", async () => {
  const { request, queue } = openTestApp();
  const headers = { accept: "text/event-stream" };
  const reply = await request("/generate?n=64", { method: "HEAD", headers });
  assertEquals([reply.status, await reply.text(), queue.load], [200, "", 0]);
  await new Promise((resolve) => setTimeout(resolve, 0)); // The task that had begun ends.
});

Deno.test("An address over 8 KiB answers 414", async () => {
  await assertProblem(await openTestApp().request(`/generate?x=${"y".repeat(8192)}`), 414);
  assertEquals((await openTestApp().request(`/healthz?x=${"y".repeat(8000)}`)).status, 200);
});

Deno.test("Every reply has the security headers", async () => {
  const { request } = openTestApp();
  for (const path of ["/healthz", "/none", "/", "/models/fake/notes.md", "/generate?seed=1"]) {
    const { headers } = await request(path);
    assertEquals(headers.get("x-content-type-options"), "nosniff");
    assertEquals(headers.get("referrer-policy"), "no-referrer");
    assertMatch(headers.get("content-security-policy")!, /default-src 'none'/);
    assert(!/unsafe-eval|script-src[^;]*unsafe/.test(headers.get("content-security-policy")!));
    assertEquals(headers.get("access-control-allow-origin"), "*");
  }
});
