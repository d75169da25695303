import { assertEquals, assertMatch } from "@std/assert";
import { assertProblem } from "../support/assert_problem.ts";
import { openTestApp } from "../support/test_app.ts";

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
    ["class=99999", 422, "class"],
    ["class=1.0", 422, "class"],
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
    [{ class: "2" }, "class"],
    [{ class: 2 }, "class"],
    [[], ""],
    [null, ""],
  ] as const
) {
  Deno.test(`POST /generate answers 422 to ${JSON.stringify(body)}`, async () => {
    const problem = await assertProblem(await openTestApp().post("/generate", body), 422);
    assertEquals(problem.errors[0].path, path);
  });
}

Deno.test("GET /generate answers 503 with Retry-After when the client's share is used up, and others are served", async () => {
  const { request, queue } = openTestApp();
  const job = queue.open({ client: "", images: 64, codes: queue.codes.limit / 2, pixels: 0 });
  const reply = await request("/generate");
  assertMatch(reply.headers.get("retry-after")!, /^\d+$/);
  await assertProblem(reply, 503);
  assertEquals((await request("/generate", undefined, "another")).status, 200);
  job.close();
  assertEquals((await request("/generate")).status, 200);
});
