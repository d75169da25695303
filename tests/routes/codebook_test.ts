import { assert, assertEquals } from "@std/assert";
import { assertProblem } from "../support/assert_problem.ts";
import { fakeManifest, fakeModel } from "../support/fake_model.ts";
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

const LARGE = { size: 65_536, dim: 8 };

/** An API around a model with the largest codebook. */
function openLarge() {
  const model = fakeModel({ ...fakeManifest("fake"), codebook: LARGE });
  const codebook = Float32Array.from(
    { length: LARGE.size * LARGE.dim },
    (_, i) => Math.fround(i / 7),
  );
  return { ...openTestApp({ models: [{ ...model, codebook }] }), codebook };
}

Deno.test("GET /codebook sends a large codebook piece by piece, the first time and again", async () => {
  const { request, codebook, queue } = openLarge();
  for (let time = 0; time < 2; time++) {
    const reply = await request("/codebook");
    let pieces = 0;
    const counted = new TransformStream<Uint8Array, Uint8Array>({
      transform(piece, controller) {
        pieces++;
        controller.enqueue(piece);
      },
    });
    assert(queue.codes.used > 0);
    const { indices, vectors } = await new Response(reply.body!.pipeThrough(counted)).json();
    assert(pieces > 50, `${pieces}`);
    assertEquals([indices.length, indices.at(-1)], [LARGE.size, LARGE.size - 1]);
    assertEquals(Float32Array.from(vectors.flat()), codebook);
    assertEquals(queue.codes.used, 0);
  }
});

Deno.test("GET /codebook sends a large codebook as rows of f32, and no body to HEAD", async () => {
  const { request, codebook, queue } = openLarge();
  const headers = { accept: "application/octet-stream" };
  const head = await request("/codebook", { method: "HEAD", headers });
  assertEquals([head.status, head.headers.get("x-codebook-shape")], [200, "65536,8"]);
  assertEquals([(await head.bytes()).length, queue.codes.used], [0, 0]);
  const rows = await (await request("/codebook", { headers })).arrayBuffer();
  assertEquals(new Float32Array(rows), codebook);
});

Deno.test("GET /codebook counts a large codebook as its client's work until the client has it or leaves", async () => {
  const { request, queue } = openLarge();
  const held: Response[] = [];
  let reply = await request("/codebook", undefined, "greedy");
  while (reply.status === 200) {
    held.push(reply);
    reply = await request("/codebook", undefined, "greedy");
  }
  await assertProblem(reply, 503);
  const other = await request("/codebook", undefined, "other");
  assertEquals(other.status, 200);
  for (const { body } of [...held, other]) await body!.cancel();
  await new Promise((resolve) => setTimeout(resolve, 10)); // A piece may be on its way.
  assertEquals(queue.codes.used, 0);
});
