import { assert, assertEquals, assertMatch } from "@std/assert";
import { serverPermissions } from "../../serving/deno/server_permissions.ts";
import { readSettings, SETTING_NAMES } from "../../serving/settings.ts";
import { settingText } from "../../serving/settings_schema.ts";
import { freePort } from "../support/free_port.ts";
import { ServerProcess } from "../support/server_process.ts";

/** What a server that cannot start leaves. */
async function failedStart(options: Parameters<typeof ServerProcess.start>[0]) {
  return await (await ServerProcess.start(options)).ended();
}

Deno.test("main.ts refuses wrong usage with exit code 2 and one line", async () => {
  for (const args of [["--prot", "1"], ["--port", "65536"], ["--host"], ["extra"]]) {
    const { code, stdout, stderr } = await failedStart({ args });
    assertEquals([code, stdout], [2, ""]);
    assertMatch(stderr, /^error: [^\n]+\nhint: [^\n]+\n$/);
  }
});

Deno.test("main.ts without a bundle ends with exit code 1 and says how to get one", async () => {
  const { code, stderr } = await failedStart({ bundles: [] });
  assertEquals(code, 1);
  assertMatch(
    stderr,
    /^error: Cannot serve: expected [^\n]+, got none\nhint: [^\n]+train[^\n]+\n$/,
  );
});

Deno.test("main.ts with an unknown DEFAULT_MODEL ends with exit code 1", async () => {
  const { code, stderr } = await failedStart({ env: { DEFAULT_MODEL: "none" } });
  assertEquals(code, 1);
  assertMatch(
    stderr,
    /^error: Cannot serve: expected DEFAULT_MODEL to be one of tiny, got "none"\n$/,
  );
});

Deno.test("main.ts serves the first bundle by default, or DEFAULT_MODEL", async () => {
  const bundles = [{ id: "zebra" }, { id: "ant" }];
  for (const [env, expected] of [[{}, "ant"], [{ DEFAULT_MODEL: "zebra" }, "zebra"]] as const) {
    await ServerProcess.use({ bundles, env }, async (server) => {
      const list = await (await server.fetch("/models")).json();
      assertEquals(list.default, expected);
      assertEquals(list.models.map(({ id }: { id: string }) => id), ["ant", "zebra"]);
    });
  }
});

Deno.test("main.ts on a port in use ends with exit code 1 and one line", async () => {
  const taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = taken.addr as Deno.NetAddr;
  const { code, stderr } = await failedStart({ port });
  taken.close();
  assertEquals(code, 1);
  assertMatch(
    stderr,
    /^error: Cannot listen on 127.0.0.1:\d+: the port is in use\nhint: [^\n]+\n$/,
  );
});

Deno.test("serverPermissions() are its addresses, what is read, and the settings' variables", () => {
  const settings = readSettings({ MODELS: "/data/a,b" });
  assertEquals(serverPermissions(settings, "/app"), [
    "--no-prompt",
    "--allow-net=127.0.0.1:8000",
    "--allow-read=/data/a,,b,/app/static,/app/core,/app/executors,/app/generation,/app/routes,/app/serving",
    `--allow-env=${SETTING_NAMES.join(",")}`,
  ]);
  const netOf = (env: Record<string, string>) => serverPermissions(readSettings(env), "")[1];
  assertEquals(netOf({ HOST: "::1", PORT: "1" }), "--allow-net=[::1]:1");
  assertEquals(netOf({ HOST: "::1", PORT: "0" }), "--allow-net=[::1]");
  assertEquals(netOf({ METRICS: "9090" }), "--allow-net=127.0.0.1:8000,127.0.0.1:9090");
});

Deno.test("main.ts needs each of its permissions", async () => {
  for (const needed of ["--allow-net", "--allow-read", "--allow-env"]) {
    const { code, stderr } = await failedStart({
      permissions: (flags) => flags.filter((flag) => !flag.startsWith(needed)),
    });
    assertEquals(code, 1, needed);
    assertMatch(stderr, /^error: Cannot [^\n]+\n/);
  }
});

Deno.test("start.ts serves, passes signals on and gives the server's exit code", async () => {
  const server = await ServerProcess.start({ launcher: true });
  await server.ready();
  assertEquals((await (await server.fetch("/models")).json()).default, "tiny");
  const ended = await server.end();
  assertEquals(ended.code, 0);
  assertMatch(ended.stdout, /^Tessera serves 1 model\(s\) on http:\/\/127\.0\.0\.1:\d+\/\n$/);
  assertEquals(ended.stderr.match(/warning|download/gi), null, ended.stderr);
  const { code, stderr } = await failedStart({ launcher: true, args: ["--nope"] });
  assertEquals(code, 2);
  assertMatch(stderr, /^error: Cannot use --nope/);
});

// `deno task` downloads what the import map and the lock file name.
Deno.test("deno task start downloads no package but what serves", async () => {
  const root = new URL("../../", import.meta.url);
  const { imports } = JSON.parse(await Deno.readTextFile(new URL("deno.json", root)));
  const { npm } = JSON.parse(await Deno.readTextFile(new URL("deno.lock", root)));
  const named = Object.values<string>(imports).filter((target) => target.startsWith("npm:"));
  assertEquals(named, ["npm:hono@4", "npm:/hono@4/", "npm:zod@4"]);
  assertEquals(Object.keys(npm).map((name) => name.replace(/@.*/, "")), ["hono", "zod"]);
});

Deno.test("main.ts writes a JSON line for each request", async () => {
  await ServerProcess.use({}, async (server) => {
    await (await server.fetch("/generate?seed=1", { headers: { "x-request-id": "me" } })).bytes();
    while (!server.stderr.includes('"me"')) await new Promise((resolve) => setTimeout(resolve, 5));
    const line = server.stderr.split("\n").find((text) => text.includes('"me"'))!;
    const { time, ms, ...rest } = JSON.parse(line);
    assert(Date.parse(time) > 0 && ms >= 0);
    assertEquals(rest, {
      level: "info",
      message: "GET /generate",
      id: "me",
      method: "GET",
      path: "/generate",
      status: 200,
    });
  });
});

Deno.test("main.ts serves /metrics at an address of its own, and below BASE_PATH all else", async () => {
  const metrics = `127.0.0.1:${freePort()}`;
  const env = { METRICS: metrics, BASE_PATH: "/a", API_KEYS: "ann:k1" };
  await ServerProcess.use({ env }, async (server) => {
    const text = await (await fetch(`http://${metrics}/metrics`)).text();
    assertMatch(text, /^tessera_ready 1$/m);
    const statusOf = async (path: string, init?: RequestInit) => {
      const reply = await server.fetch(path, init);
      await reply.bytes();
      return reply.status;
    };
    assertEquals(await statusOf("/a/metrics"), 404);
    assertEquals(await statusOf("/a/generate?seed=1"), 401);
    const headers = { authorization: "Bearer k1" };
    assertEquals(await statusOf("/a/generate?seed=1", { headers }), 200);
  });
});

Deno.test("main.ts and start.ts refuse a wrong setting with exit code 2 and one line", async () => {
  for (const how of [{}, { launcher: true }, { declared: true }]) {
    const { code, stdout, stderr } = await failedStart({ ...how, env: { LOG_LEVEL: "loud" } });
    assertEquals([code, stdout], [2, ""]);
    assertMatch(
      stderr,
      /^error: Cannot use LOG_LEVEL: expected off, error, warn or info, got "loud"\nhint: [^\n]+\n$/,
    );
  }
});

Deno.test("start.ts --help lists every variable with its rule and default", async () => {
  const { code, stdout } = await failedStart({ launcher: true, args: ["--help"] });
  assertEquals(code, 0);
  for (const name of SETTING_NAMES) {
    const { rule, default: fallback } = settingText(name);
    const line = stdout.split("\n").find((text) => text.startsWith(`  ${name} `));
    assert(line?.includes(rule) && line.includes(`(default ${fallback})`), name);
  }
});

Deno.test("main.ts answers /readyz with 503 for DRAIN_SECONDS, and still works", async () => {
  const server = await ServerProcess.start({ env: { DRAIN_SECONDS: "1" } });
  await server.ready();
  const signalled = performance.now();
  server.child.kill("SIGTERM");
  let status = 200;
  while (status === 200) {
    const reply = await server.fetch("/readyz");
    await reply.bytes();
    status = reply.status;
  }
  assertEquals(status, 503);
  const drawn = await server.fetch("/generate?seed=1");
  await drawn.bytes();
  assertEquals(drawn.status, 200);
  assertEquals((await server.ended()).code, 0);
  assert(performance.now() - signalled >= 900);
});

Deno.test("start.ts ends with exit code 130 at a second SIGINT", async () => {
  const server = await ServerProcess.start({ launcher: true, env: { DRAIN_SECONDS: "60" } });
  await server.ready();
  server.child.kill("SIGINT");
  while ((await server.fetch("/readyz").then((reply) => (reply.body?.cancel(), reply))).ok);
  await new Promise((resolve) => setTimeout(resolve, 700)); // Sooner it counts as the same.
  assertEquals((await server.end("SIGINT")).code, 130);
});
