import { assertEquals, assertRejects } from "@std/assert";
import { RefusedInputError, UnavailableError } from "../../routes/inference.ts";
import { WorkerLane } from "../../serving/worker_lane.ts";
import { taskOf } from "../support/fake_tasks.ts";

const SCRIPT = new URL("../support/crashing_worker.ts", import.meta.url);

async function withLane(
  use: (lane: WorkerLane<string>, started: () => number) => Promise<void>,
  opening = "open",
): Promise<void> {
  let started = 0;
  const lane = new WorkerLane(() => {
    started++;
    return new Worker(SCRIPT, { type: "module" });
  }, opening);
  try {
    await use(lane, () => started);
  } finally {
    lane.close();
  }
}

Deno.test("WorkerLane.run() gives the worker's result and its rows", async () => {
  await withLane(async (lane) => {
    const rows: [number, number[]][] = [];
    const result = await lane.run(taskOf("rows"), (row, codes) => rows.push([row, [...codes]]));
    assertEquals(result as unknown, "open rows");
    assertEquals(rows, [[0, [1, 2]]]);
  });
});

Deno.test("WorkerLane.run() tells refused input and failures apart", async () => {
  await withLane(async (lane) => {
    const refusal = await assertRejects(() => lane.run(taskOf("refuse")), RefusedInputError);
    assertEquals(refusal.reason, "too_large");
    const failure = await assertRejects(() => lane.run(taskOf("fail")), Error, "Cannot do it");
    assertEquals(failure instanceof RefusedInputError, false);
  });
});

Deno.test("WorkerLane.run() moves an upload to the worker", async () => {
  await withLane(async (lane) => {
    const png = new Uint8Array(9);
    const result = await lane.run({ kind: "encode", model: "echo", png, pixels: 1 });
    assertEquals(result as unknown, "open echo");
    assertEquals(png.byteLength, 0);
  });
});

Deno.test("WorkerLane replaces a worker that crashes, and refuses the task it was at", async () => {
  await withLane(async (lane, started) => {
    await assertRejects(() => lane.run(taskOf("crash")), UnavailableError);
    assertEquals(await lane.run(taskOf("echo")) as unknown, "open echo");
    assertEquals(started(), 2);
  });
});

Deno.test("WorkerLane refuses each task while its worker cannot open, and tries again", async () => {
  await withLane(async (lane, started) => {
    await assertRejects(() => lane.opened(), Error, "Cannot open");
    await assertRejects(() => lane.run(taskOf("echo")), UnavailableError);
    await assertRejects(() => lane.run(taskOf("echo")), UnavailableError);
    assertEquals(started(), 3);
  }, "broken");
});
