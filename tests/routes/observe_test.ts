import { assert, assertEquals, assertMatch } from "@std/assert";
import { assertProblem } from "../support/assert_problem.ts";
import { openTestApp } from "../support/test_app.ts";

Deno.test("An error that nobody foresaw answers 500, tells nothing and is logged", async () => {
  const { request, lines } = openTestApp({
    randomSeed: () => {
      throw new Error("the secret");
    },
  });
  const problem = await assertProblem(await request("/generate"), 500);
  assert(!JSON.stringify(problem).includes("secret"));
  assertEquals(lines[0].level, "error");
  assertMatch(lines[0].error!, /the secret/);
});

Deno.test("Each request writes one line", async () => {
  const { request, lines } = openTestApp();
  await request("/generate?seed=1", { headers: { "x-request-id": "r1" } });
  assertEquals(lines.length, 1);
  const { ms, ...line } = lines[0];
  assert(ms >= 0);
  assertEquals(line, {
    level: "info",
    message: "GET /generate",
    id: "r1",
    method: "GET",
    path: "/generate",
    status: 200,
  });
});

Deno.test("GET /metrics counts by route, not by path", async () => {
  const { request, post } = openTestApp();
  await request("/models/fake");
  await request("/models/none");
  await request("/none/1");
  await post("/generate", { seed: 1, n: 3 });
  const text = await (await request("/metrics")).text();
  for (
    const line of [
      'tessera_http_requests_total{method="GET",route="/models/:id",status="200"} 1',
      'tessera_http_requests_total{method="GET",route="/models/:id",status="404"} 1',
      'tessera_http_requests_total{method="GET",route="files",status="404"} 1',
      'tessera_images_total{model="fake"} 3',
      'tessera_http_request_seconds_count{route="/generate"} 1',
      "tessera_ready 1",
      "tessera_queue_images 0",
    ]
  ) {
    assert(text.split("\n").includes(line), `${line} is missing in\n${text}`);
  }
});

Deno.test("A request during which the system's clock is set back lasts as long as it lasts", async () => {
  const hours = [10, 9, 8, 7, 6];
  let monotonic = 0;
  const { request, lines } = openTestApp({
    now: () => Date.UTC(2030, 0, 1, hours.shift()),
    monotonic: () => monotonic += 250,
  });
  await request("/generate?seed=1", { headers: { accept: "application/json" } });
  assertEquals(lines[0].ms, 250);
  const text = await (await request("/metrics")).text();
  assertMatch(text, /^tessera_http_request_seconds_sum\{route="\/generate"\} 0.25$/m);
});
