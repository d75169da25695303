import { assertEquals } from "@std/assert";
import { assertProblem } from "../support/assert_problem.ts";
import { openTestApp } from "../support/test_app.ts";

Deno.test("GET /codebook answers the entries that indices name, in their order", async () => {
  const reply = await (await openTestApp().request("/codebook?indices=2,0,2")).json();
  assertEquals(reply, {
    model: "fake",
    size: 5,
    dim: 2,
    indices: [2, 0, 2],
    vectors: [[1, 1.25], [0, 0.25], [1, 1.25]],
  });
});

Deno.test("GET /codebook answers all entries without indices", async () => {
  const { indices, vectors } = await (await openTestApp().request("/codebook")).json();
  assertEquals(indices, [0, 1, 2, 3, 4]);
  assertEquals(vectors.flat(), Array.from({ length: 10 }, (_, i) => i / 4));
});

Deno.test("GET /codebook answers little-endian f32 rows as application/octet-stream", async () => {
  const headers = { accept: "application/octet-stream" };
  const reply = await openTestApp().request("/codebook?indices=0,3", { headers });
  assertEquals(reply.headers.get("content-type"), "application/octet-stream");
  assertEquals(reply.headers.get("x-codebook-shape"), "2,2");
  const view = new DataView(await reply.arrayBuffer());
  assertEquals([0, 4, 8, 12].map((at) => view.getFloat32(at, true)), [0, 0.25, 1.5, 1.75]);
});

Deno.test("GET /codebook answers 304 to its own ETag, which differs between types", async () => {
  const { request } = openTestApp();
  const etag = (await request("/codebook")).headers.get("etag")!;
  const known = { "if-none-match": `"other", W/${etag}` };
  assertEquals((await request("/codebook", { headers: known })).status, 304);
  const raw = { ...known, accept: "application/octet-stream" };
  assertEquals((await request("/codebook", { headers: raw })).status, 200);
});

for (
  const [query, status] of [
    ["indices=", 422],
    ["indices=a", 400],
    ["indices=0,", 400],
    ["indices=-1", 400],
    ["indices=0;1", 400],
    ["indices=5", 422],
    ["indices=99999999999", 400],
    ["model=none", 404],
    ["model=", 422],
  ] as const
) {
  Deno.test(`GET /codebook answers ${status} to ${query}`, async () => {
    await assertProblem(await openTestApp().request(`/codebook?${query}`), status);
  });
}

Deno.test("POST /codebook/nearest answers the nearest entries and squared distances", async () => {
  const vectors = [[0, 0.25], [1.1, 1.25]];
  const reply = await (await openTestApp().post("/codebook/nearest", { vectors })).json();
  assertEquals(reply.model, "fake");
  assertEquals(reply.indices, [0, 2]);
  assertEquals(reply.distances, [0, Math.fround(Math.fround(1.1) - 1) ** 2].map(Math.fround));
});

for (
  const [body, path] of [
    [{ vectors: [] }, "vectors"],
    [{ vectors: [[1, 2, 3]] }, "vectors.0"],
    [{ vectors: [[1, 2], [1]] }, "vectors.1"],
    [{ vectors: [[1, 1e300]] }, "vectors.0.1"],
    [{ vectors: [[1, null]] }, "vectors.0.1"],
    [{}, "vectors"],
  ] as const
) {
  Deno.test(`POST /codebook/nearest answers 422 to ${JSON.stringify(body)}`, async () => {
    const problem = await assertProblem(await openTestApp().post("/codebook/nearest", body), 422);
    assertEquals(problem.errors[0].path, path);
  });
}
