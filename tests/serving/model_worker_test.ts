import { assertEquals, assertRejects } from "@std/assert";
import { RefusedInputError, UnavailableError } from "../../routes/inference.ts";
import { ModelWorker } from "../../serving/model_worker.ts";
import { taskOf } from "../support/fake_tasks.ts";

const SCRIPT = new URL("../support/crashing_worker.ts", import.meta.url);

async function withWorker(
  use: (worker: ModelWorker<string>, started: () => number) => Promise<void>,
  opening = "open",
): Promise<void> {
  let started = 0;
  const worker = new ModelWorker(() => {
    started++;
    return new Worker(SCRIPT, { type: "module" });
  }, opening);
  try {
    await use(worker, () => started);
  } finally {
    worker.close();
  }
}

Deno.test("ModelWorker.run() gives the worker's result and its rows", async () => {
  await withWorker(async (worker) => {
    const rows: [number, number[]][] = [];
    const result = await worker.run(taskOf("rows"), (row, codes) => rows.push([row, [...codes]]));
    assertEquals(result as unknown, "open rows");
    assertEquals(rows, [[0, [1, 2]]]);
  });
});

Deno.test("ModelWorker.run() tells refused input and failures apart", async () => {
  await withWorker(async (worker) => {
    const refusal = await assertRejects(() => worker.run(taskOf("refuse")), RefusedInputError);
    assertEquals(refusal.reason, "too_large");
    const failure = await assertRejects(() => worker.run(taskOf("fail")), Error, "Cannot do it");
    assertEquals(failure instanceof RefusedInputError, false);
  });
});

Deno.test("ModelWorker.run() moves an upload to the worker", async () => {
  await withWorker(async (worker) => {
    const png = new Uint8Array(9);
    const result = await worker.run({ kind: "encode", model: "echo", png, pixels: 1 });
    assertEquals(result as unknown, "open echo");
    assertEquals(png.byteLength, 0);
  });
});

Deno.test("ModelWorker replaces a worker that crashes, and refuses the task it was at", async () => {
  await withWorker(async (worker, started) => {
    await assertRejects(() => worker.run(taskOf("crash")), UnavailableError);
    assertEquals(await worker.run(taskOf("echo")) as unknown, "open echo");
    assertEquals(started(), 2);
  });
});

Deno.test("ModelWorker refuses each task while its worker cannot open, and tries again", async () => {
  await withWorker(async (worker, started) => {
    await assertRejects(() => worker.opened(), Error, "Cannot open");
    await assertRejects(() => worker.run(taskOf("echo")), UnavailableError);
    await assertRejects(() => worker.run(taskOf("echo")), UnavailableError);
    assertEquals(started(), 3);
  }, "broken");
});
