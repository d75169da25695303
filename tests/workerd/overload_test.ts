import { assert, assertEquals } from "@std/assert";
import { decodePng } from "../../core/image/mod.ts";
import { assertProblem } from "../support/assert_problem.ts";
import { SLOW } from "../support/contract/load.ts";
import { sharedRuntime } from "../support/runtime.ts";
import { pause, type ServerProcess } from "../support/server_process.ts";

const IMAGES = 4;
const SECONDS = 3;
const TIMES_CAPACITY = 10;

/** A picture, or a refusal that says when to come back. @returns Whether it was drawn. */
async function ask(server: ServerProcess, seed: number): Promise<boolean> {
  const reply = await server.fetch(`/generate?n=${IMAGES}&seed=${seed}`);
  if (reply.status === 200) {
    await decodePng(await reply.bytes());
    return true;
  }
  assert(Number(reply.headers.get("retry-after")) >= 1);
  await assertProblem(reply, 503);
  return false;
}

/** Requests drawn per second with as many at a time as the queue surely accepts. */
async function capacityOf(server: ServerProcess): Promise<number> {
  const start = performance.now();
  for (let round = 0; round < 3; round++) {
    const drawn = await Promise.all(Array.from({ length: 16 }, (_, i) => ask(server, i)));
    assertEquals(drawn.includes(false), false);
  }
  return 3 * 16 / (performance.now() - start) * 1000;
}

sharedRuntime("workerd").test(
  "A Worker at ten times its capacity loses no request, refuses with 503 and recovers",
  SLOW,
  async (server) => {
    const capacity = await capacityOf(server);
    const between = 1000 / (TIMES_CAPACITY * capacity);
    const asked: Promise<boolean>[] = [];
    const health: number[] = [];
    const start = performance.now();
    while (performance.now() - start < SECONDS * 1000) {
      // Open loop: requests are sent when due, whether or not earlier ones were answered.
      const due = (performance.now() - start) / between;
      while (asked.length < due) asked.push(ask(server, asked.length));
      const before = performance.now();
      assertEquals(await (await server.fetch("/healthz")).text(), '{"status":"ok"}');
      health.push(performance.now() - before);
      await pause(5);
    }
    const drawn = (await Promise.all(asked)).filter(Boolean).length;
    const seconds = (performance.now() - start) / 1000;
    health.sort((a, b) => a - b);
    const goodput = drawn / seconds / capacity;
    console.log(
      `${asked.length} asked, ${drawn} drawn, the others refused; ` +
        `goodput ${(100 * goodput).toFixed(0)} % of ${(IMAGES * capacity).toFixed(0)} images/s; ` +
        `/healthz median ${health[health.length >> 1].toFixed(0)} ms, ` +
        `p99 ${health[Math.floor(health.length * 0.99)].toFixed(0)} ms`,
    );
    assert(drawn > 0 && drawn < asked.length);
    assertEquals(await ask(server, 1), true);
    assertEquals(await server.metric("tessera_queue_images"), 0);
  },
);
