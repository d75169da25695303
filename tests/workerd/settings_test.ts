import { assertEquals, assertStringIncludes } from "@std/assert";
import { assertProblem } from "../support/assert_problem.ts";
import { testAmongServers } from "../support/runtime.ts";
import { ServerProcess } from "../support/server_process.ts";

testAmongServers("A Worker has the settings of its bindings", async () => {
  const env = { API_KEYS: "ann:k1@2/60", METRICS: "off", BASE_PATH: "/a" };
  const server = await ServerProcess.start({ runtime: "workerd", env });
  await server.ready();
  const headers = { authorization: "Bearer k1" };
  assertEquals((await assertProblem(await server.fetch("/a/generate"), 401)).status, 401);
  for (const expected of [200, 200, 429]) {
    const reply = await server.fetch("/a/generate?seed=1", { headers });
    await reply.bytes();
    assertEquals(reply.status, expected);
  }
  await assertProblem(await server.fetch("/a/metrics"), 404);
  await assertProblem(await server.fetch("/models"), 404);
  await server.end();
});

testAmongServers("A Worker with a wrong setting answers 503 and logs which", async () => {
  const env = { METRICS: "9090" };
  const server = await ServerProcess.start({ runtime: "workerd", env });
  for (const path of ["/healthz", "/generate"]) {
    const { detail } = await assertProblem(await server.fetch(path), 503);
    assertEquals(detail, "Cannot take work: a setting of the server is wrong");
  }
  const { stdout, stderr } = await server.end();
  assertStringIncludes(
    stdout + stderr,
    'Cannot use METRICS: expected public or off on Workers, got \\"9090\\"',
  );
});
