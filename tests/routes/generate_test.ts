import { assert, assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { decodePng } from "../../core/image/mod.ts";
import { assertProblem } from "../support/assert_problem.ts";
import { fakeManifest, fakeModel } from "../support/fake_model.ts";
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

Deno.test("GET and POST /generate take a text as a name before they take it as an index", async () => {
  const models = [fakeModel(fakeManifest("fake", ["5", "1", "0"]))];
  const { request, post } = openTestApp({ models });
  const accept = { headers: { accept: "application/json" } };
  for (const [label, index] of [["5", 0], ["0", 2], ["1", 1], ["2", 2], [0, 0], [2, 2]] as const) {
    const [drawn] = (await (await post("/generate", { seed: 7, class: label })).json()).data;
    assertEquals(drawn.class, index, `POST ${JSON.stringify(label)}`);
    if (typeof label === "number") continue;
    const reply = await request(`/generate?seed=7&class=${label}`, accept);
    assertEquals((await reply.json()).data, [drawn], `GET ${label}`);
  }
});

Deno.test("GET /generate takes a class by index and by name", async () => {
  const { request } = openTestApp();
  const accept = { headers: { accept: "application/json" } };
  const byIndex = await (await request("/generate?seed=7&class=1", accept)).json();
  const byName = await (await request("/generate?seed=7&class=square", accept)).json();
  assertEquals(byIndex, byName);
  assertEquals(byIndex.data[0].class, 1);
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
