import { assertEquals } from "@std/assert";
import { encodePng } from "../../../core/image/mod.ts";
import { bindingRateLimit } from "../../../serving/cloudflare/binding_rate_limit.ts";
import { assertProblem } from "../../support/assert_problem.ts";
import { openTestApp } from "../../support/test_app.ts";

/** An API whose clients may ask twice each. */
function openLimited() {
  const counts = new Map<string, number>();
  const limit = ({ key }: { key: string }) => {
    counts.set(key, (counts.get(key) ?? 0) + 1);
    return Promise.resolve({ success: counts.get(key)! <= 2 });
  };
  return openTestApp({ rateLimit: bindingRateLimit({ limit }) });
}

Deno.test("A client that asks for too much is answered 429 with Retry-After, others are not", async () => {
  const { request } = openLimited();
  for (const [client, status] of [["a", 200], ["a", 200], ["a", 429], ["b", 200]] as const) {
    const reply = await request("/generate?seed=1", undefined, client);
    if (status === 200) assertEquals([reply.status, (await reply.bytes()).length > 0], [200, true]);
    else {
      assertEquals(reply.headers.get("retry-after"), "10");
      await assertProblem(reply, 429);
    }
  }
});

Deno.test("Every route that works counts, and what costs nothing does not", async () => {
  const { request, post } = openLimited();
  const headers = { "content-type": "image/png" };
  const body = encodePng({ width: 1, height: 1, channels: 1, pixels: Uint8Array.of(7) });
  const works = [
    () => request("/generate"),
    () => post("/generate", {}),
    () => post("/decode", { codes: [[0, 1, 2], [3, 4, 0]] }),
    () => post("/codebook/nearest", { vectors: [[1, 2]] }),
    () => request("/encode", { method: "POST", headers, body }),
  ];
  for (const work of works.slice(0, 2)) await (await work()).bytes();
  for (const work of works) await assertProblem(await work(), 429);
  for (const path of ["/healthz", "/models", "/codebook", "/openapi.json", "/"]) {
    const reply = await request(path);
    await reply.bytes();
    assertEquals(reply.status, 200, path);
  }
});
