import { assert, assertEquals, assertRejects } from "@std/assert";
import { type Bundle, loadBundle } from "../../../core/bundle/mod.ts";
import { BoundedQueue } from "../../../serving/bounded_queue.ts";
import { openQueue } from "../../../serving/deno/open_queue.ts";
import { InProcessQueue } from "../../../serving/in_process_queue.ts";
import type { WorkQueue } from "../../../serving/work_queue.ts";
import type { Drawn, DrawTask } from "../../../routes/inference.ts";
import { workOf } from "../../support/work.ts";
import { tinyBundle } from "../../support/tiny_bundle.ts";

const DRAW: DrawTask = {
  kind: "draw",
  model: "tiny",
  settings: [{ seed: 7, temperature: 1, guidance: 1 }],
  reply: "png",
  scale: 1,
};

async function load(): Promise<Bundle[]> {
  const files = await tinyBundle();
  return [await loadBundle((name) => Promise.resolve(files.get(name)!))];
}

/** Runs a test in a runtime that has no workers. */
async function withoutWorkers(test: () => Promise<void>): Promise<void> {
  const { Worker } = globalThis;
  try {
    Reflect.deleteProperty(globalThis, "Worker");
    assertEquals(typeof globalThis.Worker, "undefined");
    await test();
  } finally {
    Object.assign(globalThis, { Worker });
  }
}

async function drawnBy(queue: WorkQueue): Promise<readonly Drawn[]> {
  const job = queue.open(workOf(1));
  try {
    return await job.run(DRAW);
  } finally {
    job.close();
  }
}

Deno.test("openQueue() gives a worker for each core but one, one at least and four at most", async () => {
  const { queue, grow, close } = await openQueue(load());
  assert(queue instanceof BoundedQueue);
  assertEquals(queue.width, 1);
  await grow([DRAW]);
  assertEquals(queue.width, Math.min(4, Math.max(1, navigator.hardwareConcurrency - 1)));
  close();
});

Deno.test("openQueue() draws the same on the event loop where there are no workers", async () => {
  const { queue, close } = await openQueue(load());
  const expected = await drawnBy(queue);
  close();
  await withoutWorkers(async () => {
    const { queue, grow } = await openQueue(load());
    assert(queue instanceof InProcessQueue);
    assertEquals(await drawnBy(queue), expected);
    await grow([DRAW]);
    assertEquals(queue.width, 1);
  });
});

Deno.test("openQueue() tells what kept the bundles from loading, with workers and without", async () => {
  const broken = () => Promise.reject(new RangeError("broken"));
  await assertRejects(() => openQueue(broken()), RangeError, "broken");
  await withoutWorkers(async () => {
    await assertRejects(() => openQueue(broken()), RangeError, "broken");
  });
});
