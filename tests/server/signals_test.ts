import { assertEquals } from "@std/assert";
import { decodePng } from "../../core/image/mod.ts";
import { assertProblem } from "../support/assert_problem.ts";
import { SLOW } from "../support/contract/load.ts";
import { pause, ServerProcess } from "../support/server_process.ts";

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  Deno.test(`The server on ${signal} finishes what it took, answers 503 meanwhile and exits 0`, async () => {
    const server = await ServerProcess.start(SLOW);
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
