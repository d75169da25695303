import { assert, assertEquals, assertRejects } from "@std/assert";
import { type Bundle, loadBundle } from "../../../core/bundle/mod.ts";
import { openLanes } from "../../../serving/deno/open_lanes.ts";
import { InProcessLane } from "../../../serving/in_process_lane.ts";
import { WorkerLane } from "../../../serving/worker_lane.ts";
import type { DrawTask } from "../../../routes/inference.ts";
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

Deno.test("openLanes() gives a worker for each core but one, one at least and four at most", async () => {
  const lanes = await openLanes(load());
  const further = await Array.fromAsync(lanes.further());
  assert([lanes.first, ...further].every((lane) => lane instanceof WorkerLane));
  const expected = Math.min(4, Math.max(1, navigator.hardwareConcurrency - 1));
  assertEquals(1 + further.length, expected);
  lanes.close();
});

Deno.test("openLanes() draws the same on the event loop where there are no workers", async () => {
  const lanes = await openLanes(load());
  const expected = await lanes.first.run(DRAW);
  lanes.close();
  await withoutWorkers(async () => {
    const { first, further } = await openLanes(load());
    assert(first instanceof InProcessLane);
    assertEquals(await first.run(DRAW), expected);
    assertEquals(await Array.fromAsync(further()), []);
  });
});

Deno.test("openLanes() tells what kept the bundles from loading, with workers and without", async () => {
  const broken = () => Promise.reject(new RangeError("broken"));
  await assertRejects(() => openLanes(broken()), RangeError, "broken");
  await withoutWorkers(async () => {
    await assertRejects(() => openLanes(broken()), RangeError, "broken");
  });
});
