import { assertEquals, assertStringIncludes } from "@std/assert";
import type { Runtime } from "../runtime.ts";

const RUNTIME = "/runtime/onnxruntime";

/** What pages of other origins load from a server. */
export function embeddingTests({ test }: Runtime): void {
  test("The server lets every page load what it runs models with", {}, async (server) => {
    for (
      const path of [
        ...["/widget.js", "/runtime/worker.js", "/runtime/kernels.wasm"],
        ...[`${RUNTIME}/ort.webgpu.min.mjs`, `${RUNTIME}/ort-wasm-simd-threaded.asyncify.mjs`],
        ...[`${RUNTIME}/ort-wasm-simd-threaded.asyncify.wasm.gz`, "/models/tiny/manifest.json"],
      ]
    ) {
      const reply = await server.fetch(path, { headers: { origin: "https://a.example" } });
      await reply.bytes();
      assertEquals([path, reply.status], [path, 200]);
      assertEquals(reply.headers.get("access-control-allow-origin"), "*", path);
      assertEquals(reply.headers.get("cross-origin-resource-policy"), "cross-origin", path);
      assertEquals(reply.headers.get("x-content-type-options"), "nosniff", path);
    }
  });

  test("The server sends the worker with a policy of its own", {}, async (server) => {
    const reply = await server.fetch("/runtime/worker.js");
    await reply.bytes();
    const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src *";
    assertEquals(reply.headers.get("content-security-policy"), policy);
    assertEquals(reply.headers.get("cross-origin-embedder-policy"), "require-corp");
    const page = await server.fetch("/");
    await page.bytes();
    assertEquals(page.headers.get("cross-origin-embedder-policy"), null);
  });

  test("The server sends the widget with its types", {}, async (server) => {
    const program = await server.fetch("/widget.js");
    await program.bytes();
    assertEquals(program.headers.get("x-typescript-types"), "./widget.d.ts");
    const types = await server.fetch("/widget.d.ts");
    assertStringIncludes(await types.text(), '"tessera-generator": TesseraGenerator');
    assertEquals(types.headers.get("content-type"), "application/typescript; charset=utf-8");
    assertEquals(types.headers.get("access-control-allow-origin"), "*");
  });

  test("The server sends what is packed as it is", {}, async (server) => {
    const path = `${RUNTIME}/ort-wasm-simd-threaded.asyncify.wasm.gz`;
    const reply = await server.fetch(path, { headers: { "accept-encoding": "gzip, br" } });
    assertEquals((await reply.bytes()).slice(0, 3), Uint8Array.of(0x1f, 0x8b, 8));
    assertEquals(reply.headers.get("content-encoding"), null);
  });
}
