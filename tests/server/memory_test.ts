import { assert, assertEquals } from "@std/assert";
import { memoryOf } from "../../scripts/bench/serving/memory.ts";
import { ServerProcess } from "../support/server_process.ts";

const MIB = 2 ** 20;

Deno.test("The server's memory does not grow over 10,000 requests of every kind", async () => {
  await ServerProcess.use({}, async (server) => {
    const run = await memoryOf(server, { warmUp: 4000, requests: 10_000 });
    assertEquals([...run.statuses.keys()].sort(), [200, 206, 400, 404, 422]);
    // The heap is collected when it likes: 16 MiB is 1.7 KB a request.
    assert(run.after < run.before + 16 * MIB, `${run.before / MIB} MiB, then ${run.after / MIB}`);
    assertEquals(server.stderr.includes('"level":"error"'), false);
  });
});
