import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { decodePng } from "../../core/image/mod.ts";
import { assertProblem } from "../support/assert_problem.ts";
import { readEvents } from "../support/read_events.ts";
import { pause, ServerProcess } from "../support/server_process.ts";

/** A prior that takes long enough to be caught at work. */
const SLOW = [{ channels: 96 }];

Deno.test("The server answers every route over a socket", async () => {
  await ServerProcess.use({}, async (server) => {
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
        ["/index.css", "text/css; charset=utf-8"],
      ]
    ) {
      const reply = await server.fetch(path);
      assertEquals([path, reply.status, reply.headers.get("content-type")], [path, 200, type]);
      const { length } = await reply.bytes();
      const head = await server.fetch(path, { method: "HEAD" });
      await head.body?.cancel();
      if (!/generate|metrics/.test(path)) {
        assertEquals(head.headers.get("content-length"), String(length), path);
      }
    }
  });
});

Deno.test("The server's pictures decode, encode and complete to the same codes", async () => {
  await ServerProcess.use({}, async (server) => {
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
    const encoded = await (await server.fetch("/encode", { method: "POST", headers, body })).json();
    assertEquals([encoded.height, encoded.width, encoded.codes.flat().length], [4, 4, 16]);
  });
});

Deno.test("The server streams rows as they are drawn", async () => {
  await ServerProcess.use({}, async (server) => {
    const accept = { accept: "text/event-stream" };
    const events = await readEvents(await server.post("/generate", { seed: 7, n: 2 }, accept));
    for (const image of [0, 1]) {
      const own = events.filter(({ content }) => content.image === image);
      assertEquals(own.map(({ event }) => event), ["row", "row", "row", "row", "image"]);
      assertEquals(own.slice(0, 4).map(({ content }) => content.codes), own[4].content.codes);
    }
    assertEquals(events.at(-1)?.event, "done");
  });
});

Deno.test("The server sends ranges, and the whole file in the order of its ranges", async () => {
  await ServerProcess.use({}, async (server) => {
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
  });
});

Deno.test("The server answers /healthz while it draws", async () => {
  await ServerProcess.use({ bundles: SLOW }, async (server) => {
    let drawn = false;
    const drawing = server.fetch("/generate?n=64").then(async (reply) => {
      drawn = true;
      await reply.bytes();
    });
    while (await server.metric("tessera_queue_images") !== 64) await pause(1);
    for (let i = 0; i < 5; i++) {
      assertEquals(await (await server.fetch("/healthz")).text(), '{"status":"ok"}');
    }
    assert(!drawn);
    await drawing;
  });
});

Deno.test("The server ends the work of clients that leave", async () => {
  await ServerProcess.use({ bundles: SLOW }, async (server) => {
    for (const accept of ["text/event-stream", "image/png", "application/json"]) {
      const leaving = new AbortController();
      const reply = server.fetch("/generate?n=64", {
        headers: { accept },
        signal: leaving.signal,
      }).then((reply) => reply.bytes()).catch((error) => error.name);
      while (await server.metric("tessera_queue_images") !== 64) await pause(1);
      leaving.abort();
      assertEquals(await reply, "AbortError");
      while (await server.metric("tessera_queue_images") !== 0) await pause(1);
    }
  });
});

Deno.test("The server refuses what is over its queue with 503, and loses nothing that it took", async () => {
  await ServerProcess.use({ bundles: SLOW }, async (server) => {
    const replies = await Promise.all(
      Array.from({ length: 12 }, (_, i) => server.fetch(`/generate?n=32&seed=${i}`)),
    );
    const statuses = replies.map(({ status }) => status);
    for (const reply of replies) {
      if (reply.status === 200) await decodePng(await reply.bytes());
      else {
        assert(Number(reply.headers.get("retry-after")) >= 1);
        await assertProblem(reply, 503);
      }
    }
    assertEquals(statuses.filter((status) => status === 200).length >= 4, true);
    assertEquals(statuses.includes(503), true);
  });
});

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  Deno.test(`The server on ${signal} finishes what it took, answers 503 meanwhile and exits 0`, async () => {
    const server = await ServerProcess.start({ bundles: SLOW });
    await server.ready();
    const drawing = server.fetch("/generate?n=64&seed=1").then((reply) => reply.bytes());
    while (await server.metric("tessera_queue_images") !== 64) await pause(1);
    server.child.kill(signal);
    let ready = await server.fetch("/readyz");
    while (ready.status === 200) {
      await ready.body?.cancel();
      ready = await server.fetch("/readyz");
    }
    await assertProblem(ready, 503);
    await assertProblem(await server.fetch("/generate"), 503);
    await decodePng(await drawing);
    assertEquals((await server.ended()).code, 0);
  });
}
