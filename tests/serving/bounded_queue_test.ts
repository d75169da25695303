import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { type ResultOf, type Task, UnavailableError } from "../../routes/inference.ts";
import { BoundedQueue, type TaskWorker } from "../../serving/bounded_queue.ts";
import { taskOf } from "../support/fake_tasks.ts";
import { limitsFor, workOf } from "../support/work.ts";

/** Does nothing until it is told to; notes what it was given. */
class ManualWorker implements TaskWorker {
  readonly begun: string[] = [];
  readonly #finish: ((error?: Error) => void)[] = [];

  run<T extends Task>(task: T): Promise<ResultOf<T>> {
    this.begun.push(task.kind === "nearest" ? task.model : task.kind);
    const { promise, resolve, reject } = Promise.withResolvers<ResultOf<T>>();
    this.#finish.push((error) => {
      if (error) reject(error);
      else resolve(task.model as unknown as ResultOf<T>);
    });
    return promise;
  }

  /** Ends the task that was begun first, and lets the queue go on. */
  async finish(error?: Error): Promise<void> {
    this.#finish.shift()?.(error);
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
}

Deno.test("BoundedQueue.open() refuses what is over the limit, and takes it once there is room", () => {
  const queue = new BoundedQueue([new ManualWorker()], limitsFor(4));
  const first = queue.open(workOf(3));
  const refusal = assertThrows(() => queue.open(workOf(2)), UnavailableError);
  assert(refusal.retryAfter >= 1);
  assertEquals(queue.load, 3);
  first.close();
  first.close();
  assertEquals(queue.load, 0);
  queue.open(workOf(4)).close();
});

Deno.test("BoundedQueue takes one task of each job in turn", async () => {
  const worker = new ManualWorker();
  const queue = new BoundedQueue([worker], limitsFor(10));
  const batch = queue.open(workOf(3)), single = queue.open(workOf(1));
  const done = [
    batch.run(taskOf("batch 0")),
    batch.run(taskOf("batch 1")),
    batch.run(taskOf("batch 2")),
    single.run(taskOf("single")),
  ];
  for (let i = 0; i < done.length; i++) await worker.finish();
  await Promise.all(done);
  assertEquals(worker.begun, ["batch 0", "batch 1", "single", "batch 2"]);
});

Deno.test("BoundedQueue runs as many tasks at a time as it has workers", async () => {
  const workers = [new ManualWorker(), new ManualWorker()];
  const job = new BoundedQueue(workers, limitsFor(10)).open(workOf(3));
  const done = ["0", "1", "2"].map((name) => job.run(taskOf(name)));
  assertEquals(workers.map(({ begun }) => begun), [["0"], ["1"]]);
  await workers[1].finish();
  assertEquals(workers.map(({ begun }) => begun), [["0"], ["1", "2"]]);
  await Promise.all(workers.map((worker) => worker.finish()));
  assertEquals(await Promise.all(done) as unknown, ["0", "1", "2"]);
});

Deno.test("BoundedQueue.add() gives a further worker what waits, and large pictures to the first beside its tasks", async () => {
  const first = new ManualWorker(), further = new ManualWorker();
  const queue = new BoundedQueue([first], limitsFor(10));
  const job = queue.open(workOf(2));
  const done = Promise.all([
    job.run(taskOf("one")),
    job.run(taskOf("two")),
    queue.open(workOf(1)).run({
      kind: "sheet",
      model: "sheet",
      images: [new Uint8Array(2 ** 21)],
      scale: 1,
    }),
  ]);
  assertEquals(first.begun, ["one", "sheet"]);
  queue.add(further);
  assertEquals(further.begun, ["two"]);
  await further.finish();
  await first.finish();
  await first.finish();
  await done;
  job.close();
});

Deno.test("Job.close() drops the tasks that have not begun", async () => {
  const worker = new ManualWorker();
  const queue = new BoundedQueue([worker], limitsFor(10));
  const job = queue.open(workOf(2));
  const running = job.run(taskOf("running"));
  const refused = assertRejects(() => job.run(taskOf("waiting")), UnavailableError);
  job.close();
  await refused;
  await assertRejects(() => job.run(taskOf("late")), UnavailableError);
  await worker.finish();
  await running;
  assertEquals(worker.begun, ["running"]);
});

Deno.test("BoundedQueue goes on after a task failed", async () => {
  const worker = new ManualWorker();
  const job = new BoundedQueue([worker], limitsFor(10)).open(workOf(2));
  const failing = assertRejects(() => job.run(taskOf("failing")), RangeError);
  const next = job.run(taskOf("next"));
  await worker.finish(new RangeError("Cannot do it"));
  await failing;
  await worker.finish();
  assertEquals(await next as unknown, "next");
});

Deno.test("BoundedQueue does large pictures on one worker, and lets others pass", async () => {
  const workers = [new ManualWorker(), new ManualWorker()];
  const queue = new BoundedQueue(workers, limitsFor(10));
  const encode = (): Task => ({
    kind: "encode",
    model: "m",
    png: new Uint8Array(0),
    pixels: 2 ** 22,
  });
  const done = [queue.open(workOf(1)), queue.open(workOf(1)), queue.open(workOf(1))].map((job, i) =>
    job.run(i === 2 ? taskOf("small") : encode())
  );
  assertEquals(workers.map(({ begun }) => begun), [["small"], ["encode"]]);
  await workers[0].finish();
  assertEquals(workers.map(({ begun }) => begun), [["small"], ["encode"]]);
  await workers[1].finish();
  assertEquals(workers.map(({ begun }) => begun), [["small"], ["encode", "encode"]]);
  await workers[1].finish();
  await Promise.all(done);
});

Deno.test("BoundedQueue begins the first task of an idle client before what a busy one queued", async () => {
  const worker = new ManualWorker();
  const queue = new BoundedQueue([worker], limitsFor(20));
  const busy = queue.open(workOf(4, "busy"));
  const done = ["b0", "b1", "b2", "b3"].map((name) => busy.run(taskOf(name)));
  await worker.finish();
  const others = ["x", "y"].map((name) => queue.open(workOf(1, name)).run(taskOf(name)));
  for (let i = 0; i < 5; i++) await worker.finish();
  await Promise.all([...done, ...others]);
  assertEquals(worker.begun, ["b0", "b1", "x", "y", "b2", "b3"]);
});

Deno.test("BoundedQueue gives two busy clients equal amounts of work, however it is cut", async () => {
  const worker = new ManualWorker();
  const queue = new BoundedQueue([worker], limitsFor(40));
  const large = queue.open({ ...workOf(4, "large"), codes: 16 });
  const small = queue.open(workOf(12, "small"));
  const done = [
    ...Array.from({ length: 4 }, () => large.run(taskOf("L"))),
    ...Array.from({ length: 12 }, () => small.run(taskOf("s"))),
  ];
  for (let i = 0; i < 16; i++) await worker.finish();
  await Promise.all(done);
  assertEquals(worker.begun.join(""), "LssssLssssLssssL");
});

Deno.test("BoundedQueue.open() keeps one client from taking all, and has a place for the next", () => {
  const queue = new BoundedQueue([new ManualWorker()], limitsFor(10));
  queue.open(workOf(10, "greedy"));
  assertThrows(() => queue.open(workOf(1, "greedy")), UnavailableError, "share");
  queue.open(workOf(5, "second"));
  assertThrows(() => queue.open(workOf(1, "second")), UnavailableError, "share");
  queue.open(workOf(2, "third"));
  assertEquals(queue.codes.used, 17);
});

Deno.test("BoundedQueue.open() lets in what is larger than any share, alone", () => {
  const queue = new BoundedQueue([new ManualWorker()], limitsFor(10));
  const job = queue.open({ client: "a", images: 1, codes: 1e12, pixels: 1e12 });
  assertThrows(() => queue.open(workOf(1, "a")), UnavailableError);
  job.close();
  assertEquals([queue.codes.used, queue.pixels.used, queue.load], [0, 0, 0]);
});

Deno.test("BoundedQueue.stop() refuses new work and finishes the old", async () => {
  const worker = new ManualWorker();
  const queue = new BoundedQueue([worker], limitsFor(10));
  const job = queue.open(workOf(1));
  const running = job.run(taskOf("running"));
  queue.stop();
  assertThrows(() => queue.open(workOf(1)), UnavailableError);
  await worker.finish();
  assertEquals(await running as unknown, "running");
});
