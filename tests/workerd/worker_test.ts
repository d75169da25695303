import { assert, assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { assertProblem } from "../support/assert_problem.ts";
import { embeddingTests } from "../support/contract/embedding.ts";
import { liveTests } from "../support/contract/live.ts";
import { sharedRuntime } from "../support/runtime.ts";
import { type ServerProcess } from "../support/server_process.ts";

/** Wrangler's workerd: with the asset layer and the cache that Cloudflare has. */
const wrangler = sharedRuntime("wrangler");
liveTests(wrangler);
embeddingTests(wrangler);

const ETAGS = [
  ...["/generate?seed=3", "/generate?seed=3&n=2&scale=2", "/codebook", "/codebook?indices=1"],
  ...["/models", "/models/tiny", "/models/tiny/weights.safetensors", "/models/tiny/manifest.json"],
];

async function etagsOf(server: ServerProcess): Promise<(string | null)[]> {
  return await Promise.all(ETAGS.map(async (path) => {
    const reply = await server.fetch(path);
    await reply.bytes();
    assertEquals(reply.status, 200, path);
    return reply.headers.get("etag");
  }));
}

/** The reply, and what `Cache-Status` says of it. */
async function cached(server: ServerProcess, path: string, headers: Record<string, string> = {}) {
  const reply = await server.fetch(path, { headers });
  return { reply, body: await reply.bytes(), status: reply.headers.get("cache-status") };
}

wrangler.test(
  "A Worker caches seeded replies by what determines them",
  {},
  async (server) => {
    const [first, again, worded] = [
      await cached(server, "/generate?seed=11"),
      await cached(server, "/generate?seed=11"),
      await cached(server, "/generate?temperature=1&seed=11&x=y"),
    ];
    assertEquals(first.status, "edge; fwd=miss; stored");
    for (const { reply, body, status } of [again, worded]) {
      assertEquals(status, "edge; hit");
      assertEquals(body, first.body);
      for (const name of ["etag", "content-type", "cache-control", "x-seed", "vary"]) {
        assertEquals(reply.headers.get(name), first.reply.headers.get(name), name);
      }
      assertEquals(reply.headers.get("access-control-allow-origin"), "*");
      assertNotEquals(reply.headers.get("x-request-id"), first.reply.headers.get("x-request-id"));
    }
    const etag = first.reply.headers.get("etag")!;
    const fresh = await cached(server, "/generate?seed=11", { "if-none-match": etag });
    assertEquals([fresh.reply.status, fresh.body.length], [304, 0]);
  },
);

wrangler.test(
  "A Worker's cache distinguishes types and seeds, and holds no unseeded reply",
  {},
  async (server) => {
    const json = { accept: "application/json" };
    assertMatch((await cached(server, "/generate?seed=12")).status!, /miss/);
    const other = await cached(server, "/generate?seed=12", json);
    assertMatch(other.status!, /miss/);
    assertEquals(other.reply.headers.get("content-type"), "application/json");
    assertMatch((await cached(server, "/generate?seed=12", json)).status!, /hit/);
    assertMatch((await cached(server, "/generate?seed=13")).status!, /miss/);
    assertEquals((await cached(server, "/generate")).status, null);
    const { version } = await (await server.fetch("/models/tiny")).json();
    const named = await cached(server, `/generate?seed=12&version=${version}`);
    assertMatch(named.status!, /hit/);
    assertMatch(named.reply.headers.get("cache-control")!, /immutable/);
  },
);

wrangler.test("A Worker's scripts and styles come from its assets alone", {}, async (server) => {
  const reply = await server.fetch("/docs/docs.css");
  await reply.bytes();
  const { headers } = reply;
  assertEquals(headers.get("x-request-id"), null);
  assertEquals(headers.get("cache-control"), "no-cache");
  assertEquals(headers.get("access-control-allow-origin"), "*");
  assertEquals(headers.get("x-content-type-options"), "nosniff");
  const page = await server.fetch("/");
  await page.bytes();
  const policy = "content-security-policy";
  assertEquals(headers.get(policy), page.headers.get(policy));
  const etag = headers.get("etag")!;
  const fresh = await server.fetch("/docs/docs.css", { headers: { "if-none-match": etag } });
  assertEquals([fresh.status, (await fresh.bytes()).length], [304, 0]);
  for (const path of ["/none.css", "/models/files.json", "/models/tiny/none", "/_headers"]) {
    await assertProblem(await server.fetch(path), 404);
  }
});

let before: (string | null)[];

wrangler.test("A Worker gives every reply determined by a bundle an ETag", {}, async (server) => {
  before = await etagsOf(server);
  assert(before.every((etag) => etag !== null), before.join());
  assertEquals(await etagsOf(server), before);
});

wrangler.test(
  "A Worker with a new version of a bundle changes every ETag",
  { bundles: [{ seed: 2 }], env: { DEFAULT_MODEL: "tiny" } },
  async (server) => {
    const after = await etagsOf(server);
    ETAGS.forEach((path, i) => assertNotEquals(after[i], before[i], path));
    assertEquals((await (await server.fetch("/models")).json()).default, "tiny");
  },
);
