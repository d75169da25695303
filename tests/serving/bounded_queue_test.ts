import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { type ResultOf, type Task, UnavailableError } from "../../routes/inference.ts";
import { BoundedQueue, type Lane } from "../../serving/bounded_queue.ts";
import { taskOf } from "../support/fake_tasks.ts";

/** Does nothing until it is told to; notes what it was given. */
class ManualLane implements Lane {
  readonly begun: string[] = [];
  #finish: ((error?: Error) => void) | undefined;

  run<T extends Task>(task: T): Promise<ResultOf<T>> {
    this.begun.push(task.kind === "nearest" ? task.model : task.kind);
    const { promise, resolve, reject } = Promise.withResolvers<ResultOf<T>>();
    this.#finish = (error) => error ? reject(error) : resolve(task.model as unknown as ResultOf<T>);
    return promise;
  }

  /** Ends the task that runs, and lets the queue go on. */
  async finish(error?: Error): Promise<void> {
    this.#finish?.(error);
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
}

Deno.test("BoundedQueue.open() refuses what is over the limit, and takes it once there is room", () => {
  const queue = new BoundedQueue([new ManualLane()], 4);
  const first = queue.open(3);
  const refusal = assertThrows(() => queue.open(2), UnavailableError);
  assert(refusal.retryAfter >= 1);
  assertEquals(queue.load, 3);
  first.close();
  first.close();
  assertEquals(queue.load, 0);
  queue.open(4).close();
});

Deno.test("BoundedQueue takes one task of each job in turn", async () => {
  const lane = new ManualLane();
  const queue = new BoundedQueue([lane], 10);
  const batch = queue.open(3), single = queue.open(1);
  const done = [
    batch.run(taskOf("batch 0")),
    batch.run(taskOf("batch 1")),
    batch.run(taskOf("batch 2")),
    single.run(taskOf("single")),
  ];
  for (let i = 0; i < done.length; i++) await lane.finish();
  await Promise.all(done);
  assertEquals(lane.begun, ["batch 0", "batch 1", "single", "batch 2"]);
});

Deno.test("BoundedQueue runs as many tasks at a time as it has lanes", async () => {
  const lanes = [new ManualLane(), new ManualLane()];
  const job = new BoundedQueue(lanes, 10).open(3);
  const done = ["0", "1", "2"].map((name) => job.run(taskOf(name)));
  assertEquals(lanes.map(({ begun }) => begun), [["0"], ["1"]]);
  await lanes[1].finish();
  assertEquals(lanes.map(({ begun }) => begun), [["0"], ["1", "2"]]);
  await Promise.all(lanes.map((lane) => lane.finish()));
  assertEquals(await Promise.all(done) as unknown, ["0", "1", "2"]);
});

Deno.test("BoundedQueue.add() gives a further lane what waits, and large pictures to the first", async () => {
  const first = new ManualLane(), further = new ManualLane();
  const queue = new BoundedQueue([first], 10);
  const job = queue.open(3);
  const done = Promise.all([
    job.run(taskOf("one")),
    job.run(taskOf("two")),
    job.run({ kind: "sheet", model: "sheet", images: [], scale: 1 }),
  ]);
  queue.add(further);
  assertEquals([first.begun, further.begun], [["one"], ["two"]]);
  await further.finish();
  assertEquals(further.begun, ["two"]);
  await first.finish();
  assertEquals(first.begun, ["one", "sheet"]);
  await first.finish();
  await done;
  job.close();
});

Deno.test("Job.close() drops the tasks that have not begun", async () => {
  const lane = new ManualLane();
  const queue = new BoundedQueue([lane], 10);
  const job = queue.open(2);
  const running = job.run(taskOf("running"));
  const refused = assertRejects(() => job.run(taskOf("waiting")), UnavailableError);
  job.close();
  await refused;
  await assertRejects(() => job.run(taskOf("late")), UnavailableError);
  await lane.finish();
  await running;
  assertEquals(lane.begun, ["running"]);
});

Deno.test("BoundedQueue goes on after a task failed", async () => {
  const lane = new ManualLane();
  const job = new BoundedQueue([lane], 10).open(2);
  const failing = assertRejects(() => job.run(taskOf("failing")), RangeError);
  const next = job.run(taskOf("next"));
  await lane.finish(new RangeError("Cannot do it"));
  await failing;
  await lane.finish();
  assertEquals(await next as unknown, "next");
});

Deno.test("BoundedQueue does large pictures on one lane, and lets others pass", async () => {
  const lanes = [new ManualLane(), new ManualLane()];
  const queue = new BoundedQueue(lanes, 10);
  const encode = (): Task => ({ kind: "encode", model: "m", png: new Uint8Array(0) });
  const done = [queue.open(1), queue.open(1), queue.open(1)].map((job, i) =>
    job.run(i === 2 ? taskOf("small") : encode())
  );
  assertEquals(lanes.map(({ begun }) => begun), [["small"], ["encode"]]);
  await lanes[0].finish();
  assertEquals(lanes.map(({ begun }) => begun), [["small"], ["encode"]]);
  await lanes[1].finish();
  assertEquals(lanes.map(({ begun }) => begun), [["small"], ["encode", "encode"]]);
  await lanes[1].finish();
  await Promise.all(done);
});

Deno.test("BoundedQueue.stop() refuses new work and finishes the old", async () => {
  const lane = new ManualLane();
  const queue = new BoundedQueue([lane], 10);
  const job = queue.open(1);
  const running = job.run(taskOf("running"));
  queue.stop();
  assertThrows(() => queue.open(1), UnavailableError);
  await lane.finish();
  assertEquals(await running as unknown, "running");
});
