import { assert, assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { decodePng } from "../../core/image/mod.ts";
import { assertProblem } from "../support/assert_problem.ts";
import { readEvents } from "../support/read_events.ts";
import { openTestApp } from "../support/test_app.ts";

async function pngOf(reply: Response) {
  assertEquals(reply.status, 200);
  assertEquals(reply.headers.get("content-type"), "image/png");
  return await decodePng(await reply.bytes());
}

Deno.test("GET /generate answers a PNG of the model's size times scale", async () => {
  const image = await pngOf(await openTestApp().request("/generate?seed=7&scale=3"));
  assertEquals([image.height, image.width, image.channels], [12, 18, 3]);
});

Deno.test("GET /generate answers n images as one contact sheet", async () => {
  const image = await pngOf(await openTestApp().request("/generate?seed=7&n=5"));
  assertEquals([image.height, image.width], [8, 18]); // 2 rows of 3
});

Deno.test("GET /generate answers the same bytes for the same seed, others for another", async () => {
  const { request } = openTestApp();
  const [first, again, other] = await Promise.all(
    ["seed=7", "seed=7&x=y", "seed=8"].map(async (query) => {
      return (await (await request(`/generate?${query}`)).bytes()).join();
    }),
  );
  assertEquals(first, again);
  assertNotEquals(first, other);
});

Deno.test("GET /generate gives image k of a batch the seed s + k, past 2^32 from 0", async () => {
  const { request } = openTestApp();
  const accept = { headers: { accept: "application/json" } };
  const batch = await (await request("/generate?seed=4294967294&n=4", accept)).json();
  const seeds = batch.data.map(({ seed }: { seed: number }) => seed);
  assertEquals(seeds, [4294967294, 4294967295, 0, 1]);
  const single = await (await request("/generate?seed=0", accept)).json();
  assertEquals(batch.data[2], single.data[0]);
});

Deno.test("GET /generate without a seed draws one, tells it and is not kept", async () => {
  const reply = await openTestApp().request("/generate");
  assertEquals(reply.headers.get("x-seed"), "99");
  assertEquals(reply.headers.get("cache-control"), "no-store");
  assertEquals(reply.headers.get("etag"), null);
});

Deno.test("GET /generate with a seed has an ETag of version and settings, and answers 304", async () => {
  const { request } = openTestApp();
  const reply = await request("/generate?seed=7");
  const etag = reply.headers.get("etag")!;
  assertMatch(etag, /^"[0-9a-f]{32}"$/);
  assertEquals(reply.headers.get("cache-control"), "public, max-age=3600");
  const again = await request("/generate?temperature=1&seed=7", {
    headers: { "if-none-match": etag },
  });
  assertEquals(again.status, 304);
  assertEquals(again.headers.get("etag"), etag);
  assertEquals(await again.text(), "");
  const other = await request("/generate?seed=7&class=1", { headers: { "if-none-match": etag } });
  assertEquals(other.status, 200);
});

Deno.test("GET /generate is immutable only when the URL names the version", async () => {
  const { request, version } = openTestApp();
  const reply = await request(`/generate?seed=7&version=${version}`);
  assertEquals(reply.headers.get("cache-control"), "public, max-age=31536000, immutable");
  const unseeded = await request(`/generate?version=${version}`);
  assertEquals(unseeded.headers.get("cache-control"), "no-store");
  await assertProblem(await request("/generate?seed=7&version=other"), 404);
});

Deno.test("GET /generate takes a class by index and by name", async () => {
  const { request } = openTestApp();
  const accept = { headers: { accept: "application/json" } };
  const byIndex = await (await request("/generate?seed=7&class=1", accept)).json();
  const byName = await (await request("/generate?seed=7&class=square", accept)).json();
  assertEquals(byIndex, byName);
  assertEquals(byIndex.data[0].class, 1);
});

for (
  const [query, status, path] of [
    ["seed=x", 400, "seed"],
    ["seed=", 400, "seed"],
    ["seed=1&seed=2", 400, "seed"],
    ["seed=-1", 422, "seed"],
    ["seed=4294967296", 422, "seed"],
    ["seed=1.5", 422, "seed"],
    ["seed=1e999", 422, "seed"],
    ["n=0", 422, "n"],
    ["n=65", 422, "n"],
    ["class=2", 422, "class"],
    ["class=triangle", 422, "class"],
    ["class=0&model=plain", 422, "class"],
    ["temperature=4.1", 422, "temperature"],
    ["temperature=NaN", 400, "temperature"],
    ["top_k=0", 422, "top_k"],
    ["top_k=6", 422, "top_k"],
    ["top_p=0", 422, "top_p"],
    ["top_p=1.01", 422, "top_p"],
    ["guidance=11", 422, "guidance"],
    ["scale=17", 422, "scale"],
    ["model=none", 404, "model"],
  ] as const
) {
  Deno.test(`GET /generate answers ${status} to ${query}`, async () => {
    const problem = await assertProblem(await openTestApp().request(`/generate?${query}`), status);
    assertEquals(problem.errors[0].path, path);
  });
}

Deno.test("GET /generate answers 406 to a type that it does not have", async () => {
  const reply = await openTestApp().request("/generate", { headers: { accept: "image/webp" } });
  await assertProblem(reply, 406);
});

Deno.test("POST /generate answers codes, likelihood and picture", async () => {
  const { post, version } = openTestApp();
  const reply = await (await post("/generate", { seed: 7, n: 2, class: "square" })).json();
  assertEquals(reply.model, "fake");
  assertEquals(reply.version, version);
  assertEquals(reply.created, Date.UTC(2030, 0, 1) / 1000);
  assertEquals(reply.data.length, 2);
  const [first] = reply.data;
  assertEquals([first.seed, first.class, first.codes.length, first.codes[0].length], [7, 1, 2, 3]);
  assert(first.log_likelihood < 0);
  const image = await decodePng(Uint8Array.from(atob(first.b64_json), (c) => c.charCodeAt(0)));
  assertEquals([image.height, image.width], [4, 6]);
});

Deno.test("POST /generate answers the picture of GET where Accept asks for it", async () => {
  const { request, post } = openTestApp();
  const posted = await post("/generate", { seed: 7, n: 3 }, { accept: "image/png" });
  assertEquals(posted.headers.get("x-seed"), "7");
  assertEquals(await posted.bytes(), await (await request("/generate?seed=7&n=3")).bytes());
});

Deno.test("POST /generate keeps the codes that are given and draws the others", async () => {
  const codes = [[4, null, 4], [null, 4, null]];
  const reply = await (await openTestApp().post("/generate", { seed: 7, codes })).json();
  const drawn = reply.data[0].codes;
  assertEquals([drawn[0][0], drawn[0][2], drawn[1][1]], [4, 4, 4]);
});

for (
  const [body, path] of [
    [{ codes: [[0, 0, 0]] }, "codes"],
    [{ codes: [[0, 0], [0, 0]] }, "codes"],
    [{ codes: [[0, 0, 0], [0, 5, 0]] }, "codes.1.1"],
    [{ codes: [[0, 0, 0], [0, "1", 0]] }, "codes.1.1"],
    [{ seed: "7" }, "seed"],
    [{ seed: null }, "seed"],
    [{ sede: 7 }, "sede"],
    [{ class: 1.5 }, "class"],
    [[], ""],
    [null, ""],
  ] as const
) {
  Deno.test(`POST /generate answers 422 to ${JSON.stringify(body)}`, async () => {
    const problem = await assertProblem(await openTestApp().post("/generate", body), 422);
    assertEquals(problem.errors[0].path, path);
  });
}

Deno.test("POST /generate streams rows, then images, then done", async () => {
  const { post } = openTestApp();
  const reply = await post("/generate", { seed: 7, n: 2 }, { accept: "text/event-stream" });
  assertEquals(reply.headers.get("content-type"), "text/event-stream");
  assertEquals(reply.headers.get("cache-control"), "no-store, no-transform");
  const events = await readEvents(reply);
  assertEquals(events.map(({ event }) => event), [
    "row",
    "row",
    "image",
    "row",
    "row",
    "image",
    "done",
  ]);
  const plain = await (await post("/generate", { seed: 7, n: 2 })).json();
  const { image, ...second } = events[5].content;
  assertEquals(image, 1);
  assertEquals(second, plain.data[1]);
  assertEquals([events[3].content.codes, events[4].content.codes], second.codes);
});

Deno.test("POST /generate ends the work when the client leaves the stream", async () => {
  const { post, queue } = openTestApp();
  const reply = await post("/generate", { n: 64 }, { accept: "text/event-stream" });
  const reader = reply.body!.getReader();
  await reader.read();
  assertEquals(queue.load, 64);
  await reader.cancel();
  assertEquals(queue.load, 0);
});

Deno.test("GET /generate ends the work when the client leaves", async () => {
  const { request, queue } = openTestApp();
  const leaving = new AbortController();
  const reply = request("/generate?n=64", { signal: leaving.signal });
  while (queue.load === 0) await new Promise((resolve) => setTimeout(resolve, 0));
  leaving.abort();
  assertEquals(queue.load, 0);
  await assertProblem(await reply, 503);
});

Deno.test("GET /generate answers 503 with Retry-After when the queue is full", async () => {
  const { request, queue } = openTestApp();
  const job = queue.open(64);
  const reply = await request("/generate");
  assertMatch(reply.headers.get("retry-after")!, /^\d+$/);
  await assertProblem(reply, 503);
  job.close();
  assertEquals((await request("/generate")).status, 200);
});
