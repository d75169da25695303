import { assert, assertEquals } from "@std/assert";
import { decodePng } from "../../core/image/mod.ts";
import { assertProblem } from "../support/assert_problem.ts";
import { pause, ServerProcess } from "../support/server_process.ts";

/** A prior that takes long enough to be caught at work. */
const SLOW = [{ channels: 96 }];

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
