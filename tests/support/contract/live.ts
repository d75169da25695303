import { assertEquals, assertNotEquals } from "@std/assert";
import { decodePng } from "../../../core/image/mod.ts";
import { readEvents } from "../read_events.ts";
import type { Runtime } from "../runtime.ts";

/** Every route over a socket. */
export function liveTests({ name, test }: Runtime): void {
  test("The server answers every route over a socket", {}, async (server) => {
    for (
      const [path, type] of [
        ["/healthz", "application/json"],
        ["/readyz", "application/json"],
        ["/models", "application/json"],
        ["/models/tiny", "application/json"],
        ["/models/tiny/", "application/json"],
        ["/models/tiny/manifest.json", "application/json"],
        ["/models/tiny/README.md", "text/markdown; charset=utf-8"],
        ["/models/tiny/weights.safetensors", "application/octet-stream"],
        ["/codebook", "application/json"],
        ["/generate", "image/png"],
        ["/openapi.json", "application/json"],
        ["/metrics", "text/plain; version=0.0.4"],
        ["/", "text/html; charset=utf-8"],
        ["/docs", "text/html; charset=utf-8"],
        ["/docs/docs.js", "text/javascript; charset=utf-8"],
        ["/docs/docs.css", "text/css; charset=utf-8"],
        ["/runtime/kernels.wasm", "application/wasm"],
        ["/runtime/onnxruntime/ort.webgpu.min.mjs", "text/javascript; charset=utf-8"],
        ["/runtime/onnxruntime/ort-wasm-simd-threaded.asyncify.wasm.gz", "application/gzip"],
      ]
    ) {
      const reply = await server.fetch(path);
      assertEquals([path, reply.status, reply.headers.get("content-type")], [path, 200, type]);
      const { length } = await reply.bytes();
      const head = await server.fetch(path, { method: "HEAD" });
      await head.body?.cancel();
      // The asset layer of workerd, which answers scripts and styles, leaves the length out.
      const isBare = name === "wrangler" && /\.(js|mjs|css|wasm|gz)$/.test(path);
      if (!isBare && !/generate|metrics/.test(path)) {
        assertEquals(head.headers.get("content-length"), String(length), path);
      }
    }
  });

  test(
    "The server's pictures decode, encode and complete to the same codes",
    {},
    async (server) => {
      const drawn = await (await server.post("/generate", { seed: 7, n: 3 })).json();
      const again = await (await server.post("/generate", { seed: 7, n: 3 })).json();
      assertEquals(drawn.data, again.data);
      const codes = drawn.data.map((image: { codes: number[][] }) => image.codes);
      assertNotEquals(codes[0], codes[1]);
      const sheet = await server.post("/decode", { codes }, { accept: "image/png" });
      const png = await sheet.bytes();
      assertEquals(png, await (await server.fetch("/generate?seed=7&n=3")).bytes());
      const { height, width } = await decodePng(png);
      assertEquals([height, width], [32, 32]);
      const kept = codes[0].map((row: number[], h: number) => h < 2 ? row : row.map(() => null));
      const completed = await (await server.post("/generate", { seed: 7, codes: kept })).json();
      assertEquals(completed.data[0].codes.slice(0, 2), codes[0].slice(0, 2));
      const headers = { "content-type": "image/png" };
      const body = await (await server.fetch("/generate?seed=7")).bytes();
      const encoded = await (await server.fetch("/encode", { method: "POST", headers, body }))
        .json();
      assertEquals([encoded.height, encoded.width, encoded.codes.flat().length], [4, 4, 16]);
    },
  );

  test("The server streams rows as they are drawn", {}, async (server) => {
    const accept = { accept: "text/event-stream" };
    const events = await readEvents(await server.post("/generate", { seed: 7, n: 2 }, accept));
    for (const image of [0, 1]) {
      const own = events.filter(({ content }) => content.image === image);
      assertEquals(own.map(({ event }) => event), ["row", "row", "row", "row", "image"]);
      assertEquals(own.slice(0, 4).map(({ content }) => content.codes), own[4].content.codes);
    }
    assertEquals(events.at(-1)?.event, "done");
  });

  test(
    "The server sends ranges, and the whole file in the order of its ranges",
    {},
    async (server) => {
      const path = "/models/tiny/weights.safetensors";
      const whole = await (await server.fetch(path)).bytes();
      const parts: number[] = [];
      for (let start = 0; start < whole.length; start += 4000) {
        const range = `bytes=${start}-${start + 3999}`;
        const reply = await server.fetch(path, { headers: { range } });
        assertEquals(reply.status, 206);
        parts.push(...await reply.bytes());
      }
      assertEquals(Uint8Array.from(parts), whole);
    },
  );
}
