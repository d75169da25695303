import { assert, assertEquals } from "@std/assert";
import { decodePng } from "../../../core/image/mod.ts";
import { assertProblem } from "../assert_problem.ts";
import type { Runtime } from "../runtime.ts";
import { pause } from "../server_process.ts";

/** A prior that takes long enough to be caught at work. */
export const SLOW = { bundles: [{ channels: 320 }] };

/** Work that takes its time, and more of it than there is place for. */
export function loadTests({ name, test }: Runtime): void {
  test("The server answers /healthz while it draws", SLOW, async (server) => {
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

  test("The server ends the work of clients that leave", SLOW, async (server) => {
    // Workerd sees a client that left in peace only when it sends something.
    const quiet = name === "deno" ? ["image/png", "application/json"] : [];
    for (const accept of ["text/event-stream", ...quiet]) {
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

  test(
    "The server refuses what is over its queue with 503, and loses nothing that it took",
    SLOW,
    async (server) => {
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
    },
  );
}
