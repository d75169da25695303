import { assertEquals } from "@std/assert";
import type { AppDeps } from "../../routes/deps.ts";
import { ClientRateLimit } from "../../serving/client_rate_limit.ts";
import { httpPolicy } from "../../serving/http_policy.ts";
import { readSettings } from "../../serving/settings.ts";
import { assertProblem } from "../support/assert_problem.ts";
import { openTestApp, type TestApp } from "../support/test_app.ts";

const WORK = ["/generate", "/encode", "/decode", "/codebook/nearest"];
const OPEN = ["/healthz", "/readyz", "/models", "/codebook", "/openapi.json", "/metrics", "/docs"];

function open(env: Record<string, string>, others?: AppDeps["rateLimit"]): TestApp {
  return openTestApp(httpPolicy(readSettings(env), others));
}

function bearer(key: string): RequestInit {
  return { headers: { authorization: `Bearer ${key}` } };
}

Deno.test("API_KEYS guard the routes that make work, and no other", async () => {
  const { request } = open({ API_KEYS: "ann:k1,k2" });
  for (const path of WORK) {
    for (const init of [{}, bearer("k"), bearer("k1x"), bearer(""), bearer("ann:k1")]) {
      const reply = await request(path, { method: path === "/generate" ? "GET" : "POST", ...init });
      assertEquals(reply.headers.get("www-authenticate"), "Bearer");
      assertEquals((await assertProblem(reply, 401)).title, "Unauthorized");
    }
    const preflight = await request(path, { method: "OPTIONS" });
    assertEquals(preflight.status, 204);
    assertEquals(
      preflight.headers.get("access-control-allow-headers")?.includes("authorization"),
      true,
    );
  }
  for (const path of OPEN) assertEquals((await request(path)).status, 200, path);
  for (const key of ["k1", "k2"]) {
    assertEquals((await request("/generate?seed=1", bearer(key))).status, 200);
  }
});

Deno.test("ANONYMOUS=allow takes work without a key, but none with a wrong one", async () => {
  const { request } = open({ API_KEYS: "k1", ANONYMOUS: "allow" });
  assertEquals((await request("/generate?seed=1")).status, 200);
  assertEquals((await request("/generate?seed=1", bearer("k2"))).status, 401);
  const basic = { headers: { authorization: "Basic YTpi" } }; // Meant for a proxy.
  assertEquals((await request("/generate?seed=1", basic)).status, 200);
  assertEquals((await open({ ANONYMOUS: "refuse" }).request("/generate")).status, 401);
  assertEquals((await open({}).request("/generate?seed=1", bearer("any"))).status, 200);
});

Deno.test("A key has a rate limit of its own; others share the server's by client", async () => {
  const others = new ClientRateLimit({ requests: 1, seconds: 60 }, () => 0);
  const app = open({ API_KEYS: "ann:k1@3/60,bob:k2", ANONYMOUS: "allow" }, others);
  const statuses = async (times: number, init: RequestInit, client: string) => {
    const found: number[] = [];
    for (let i = 0; i < times; i++) {
      found.push((await app.request("/generate?seed=1", init, client)).status);
    }
    return found;
  };
  assertEquals(await statuses(4, bearer("k1"), "1.1.1.1"), [200, 200, 200, 429]);
  assertEquals(await statuses(1, bearer("k1"), "2.2.2.2"), [429]);
  assertEquals(await statuses(2, bearer("k2"), "1.1.1.1"), [200, 429]);
  assertEquals(await statuses(2, {}, "1.1.1.1"), [200, 429]);
});

Deno.test("No key is logged", async () => {
  const { request, lines } = open({ API_KEYS: "ann:secret1" });
  await request("/generate?seed=1", bearer("secret1"));
  await request("/generate?seed=1", bearer("secret2"));
  assertEquals(lines.length, 2);
  assertEquals(JSON.stringify(lines).includes("secret"), false);
});

Deno.test("BASE_PATH: all is below it, probes at the root too, and the path itself leads there", async () => {
  const { request } = open({ BASE_PATH: "/a/b" });
  for (const path of ["/", "/generate?seed=1", "/models/fake/notes.md", ...OPEN]) {
    assertEquals((await request(`/a/b${path}`)).status, 200, path);
    const atRoot = path === "/healthz" || path === "/readyz" ? 200 : 404;
    assertEquals((await request(path)).status, atRoot, path);
  }
  for (const path of ["/a", "/a/b/a/b/models", "/a/bc/models", "/a/b%2fmodels"]) {
    await assertProblem(await request(path), 404);
  }
  const moved = await request("/a/b?x=1");
  assertEquals([moved.status, moved.headers.get("location")], [308, "/a/b/?x=1"]);
});

Deno.test("METRICS=off hides /metrics; a private place answers it there and nothing else", async () => {
  await assertProblem(await open({ METRICS: "off" }).request("/metrics"), 404);
  const { app, request } = open({ METRICS: "9090", BASE_PATH: "/a" });
  await assertProblem(await request("/a/metrics"), 404);
  const onPort = (path: string) => app.request(path, {}, { onMetricsPort: true });
  assertEquals((await onPort("/metrics")).status, 200);
  for (const path of ["/a/metrics", "/generate", "/a/generate", "/healthz"]) {
    await assertProblem(await onPort(path), 404);
  }
});
