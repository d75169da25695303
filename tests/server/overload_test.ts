import { assert, assertEquals } from "@std/assert";
import { overload } from "../../bench/serving/overload.ts";
import { ServerProcess } from "../support/server_process.ts";

for (const keepAlive of [true, false]) {
  const kind = keepAlive ? "kept" : "new";
  Deno.test(`The server answers each request of ten times its capacity, over ${kind} connections`, async () => {
    // A prior slow enough that the requests themselves are few.
    await ServerProcess.use({ bundles: [{ channels: 96 }] }, async (server) => {
      const { sent, lost, replies, health } = await overload(
        { address: await server.address(), fetch: (path) => server.fetch(path) },
        { factor: 10, seconds: 3, keepAlive },
      );
      assertEquals([...lost], []);
      assertEquals(replies.length, sent);
      const refused = replies.filter(({ status }) => status === 503);
      const drawn = replies.filter(({ status }) => status === 200);
      assertEquals(refused.length + drawn.length, sent);
      for (const { retryAfter } of refused) assert(Number(retryAfter) >= 1, `${retryAfter}`);
      assert(refused.length > sent / 4 && drawn.length >= 128, `${drawn.length} of ${sent}`);
      assert(health.length > 10);
      assertEquals(await server.metric("tessera_queue_images"), 0);
    });
  });
}
