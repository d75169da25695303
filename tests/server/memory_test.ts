import { assert, assertEquals } from "@std/assert";
import { memoryOf } from "../../bench/serving/memory.ts";
import { ServerProcess } from "../support/server_process.ts";

const MIB = 2 ** 20;

Deno.test("The server's memory does not grow over 4,000 requests of every kind", async () => {
  await ServerProcess.use({}, async (server) => {
    const run = await memoryOf(server, { warmUp: 12_000, requests: 4000 });
    assertEquals([...run.statuses.keys()].sort(), [200, 206, 400, 404, 422]);
    // The heap grows to its full size in the first, and is collected when it likes: by up to 20 MiB.
    assert(run.after < run.before + 24 * MIB, `${run.before / MIB} MiB, then ${run.after / MIB}`);
    assertEquals(server.stderr.includes('"level":"error"'), false);
  });
});
