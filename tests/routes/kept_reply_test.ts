import { assertEquals } from "@std/assert";
import type { ReplyStore } from "../../routes/reply_store.ts";
import { fakeManifest, fakeModel } from "../support/fake_model.ts";
import { openTestApp } from "../support/test_app.ts";

/** Keeps replies in memory; tells the tags that were kept. */
function openStore(): { store: ReplyStore; tags: string[] } {
  const kept = new Map<string, Response>();
  const store: ReplyStore = {
    find: (_, etag) => Promise.resolve(kept.get(etag)?.clone()),
    keep: (_, etag, reply) => Promise.resolve(void kept.set(etag, reply)),
  };
  return {
    store,
    get tags() {
      return [...kept.keys()];
    },
  };
}

async function ask(app: ReturnType<typeof openTestApp>, path: string, init?: RequestInit) {
  const reply = await app.request(path, init);
  return { reply, body: await reply.bytes(), status: reply.headers.get("cache-status") };
}

Deno.test("GET /generate with a seed is drawn once where replies are kept", async () => {
  const opened = openStore();
  const app = openTestApp({ replies: opened.store });
  const first = await ask(app, "/generate?seed=7");
  const second = await ask(app, "/generate?seed=7&temperature=1");
  assertEquals([first.status, second.status], ["edge; fwd=miss; stored", "edge; hit"]);
  assertEquals(second.body, first.body);
  assertEquals(second.reply.headers.get("etag"), first.reply.headers.get("etag"));
  assertEquals(second.reply.headers.get("x-seed"), "7");
  const metrics = await (await app.request("/metrics")).text();
  assertEquals(/tessera_images_total\{model="fake"\} (\d+)/.exec(metrics)![1], "1");
});

Deno.test("GET /generate keeps neither unseeded replies, events nor refusals", async () => {
  const opened = openStore();
  const app = openTestApp({ replies: opened.store });
  for (
    const [path, accept] of [
      ["/generate", "image/png"],
      ["/generate?seed=1", "text/event-stream"],
      ["/generate?seed=1&class=9", "image/png"],
    ]
  ) assertEquals((await ask(app, path, { headers: { accept } })).status, null);
  assertEquals(opened.tags, []);
});

Deno.test("GET /generate meets no reply of another version of its model", async () => {
  const { store } = openStore();
  const [older, newer] = ["a", "b"].map((letter) => {
    const served = { ...fakeModel(fakeManifest("fake")), version: letter.repeat(64) };
    return openTestApp({ replies: store, models: [served] });
  });
  for (const app of [older, newer]) {
    assertEquals((await ask(app, "/generate?seed=7")).status, "edge; fwd=miss; stored");
    assertEquals((await ask(app, "/generate?seed=7")).status, "edge; hit");
  }
});
