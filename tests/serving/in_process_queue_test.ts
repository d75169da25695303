import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { type ResultOf, type Task, UnavailableError } from "../../routes/inference.ts";
import { InProcessQueue } from "../../serving/in_process_queue.ts";
import type { Perform } from "../../serving/worker_messages.ts";
import { taskOf } from "../support/fake_tasks.ts";
import { limitsFor, workOf } from "../support/work.ts";

/** Notes the models of the tasks that are done. */
function recorder(): { done: string[]; perform: Perform } {
  const done: string[] = [];
  const perform: Perform = <T extends Task>(task: T) => {
    if (task.model === "bad") return Promise.reject(new RangeError("Cannot do it"));
    done.push(task.model);
    return Promise.resolve(task.model as unknown as ResultOf<T>);
  };
  return { done, perform };
}

Deno.test("InProcessQueue.open() refuses what is over the limit, and takes it once there is room", () => {
  const queue = new InProcessQueue(recorder().perform, limitsFor(4));
  const first = queue.open(workOf(3));
  const refusal = assertThrows(() => queue.open(workOf(2)), UnavailableError);
  assert(refusal.retryAfter >= 1);
  assertEquals(queue.load, 3);
  first.close();
  first.close();
  assertEquals(queue.load, 0);
  queue.open(workOf(4)).close();
});

Deno.test("InProcessQueue does tasks of its jobs in turn, each job's in order", async () => {
  const { done, perform } = recorder();
  const queue = new InProcessQueue(perform, limitsFor(8));
  const jobs = [queue.open(workOf(3)), queue.open(workOf(2))];
  const all = [
    ...["a1", "a2", "a3"].map((name) => jobs[0].run(taskOf(name))),
    ...["b1", "b2"].map((name) => jobs[1].run(taskOf(name))),
  ];
  await Promise.all(all);
  assertEquals(done, ["a1", "b1", "a2", "b2", "a3"]);
});

Deno.test("InProcessQueue goes on after a task that failed", async () => {
  const { done, perform } = recorder();
  const job = new InProcessQueue(perform, limitsFor(8)).open(workOf(2));
  const [bad, good] = [job.run(taskOf("bad")), job.run(taskOf("good"))];
  await assertRejects(() => bad, RangeError);
  await good;
  assertEquals(done, ["good"]);
});

Deno.test("InProcessQueue drops what had not begun when its job was closed", async () => {
  const { done, perform } = recorder();
  const job = new InProcessQueue(perform, limitsFor(8)).open(workOf(2));
  const runs = [job.run(taskOf("a")), job.run(taskOf("b"))];
  job.close();
  for (const run of runs) await assertRejects(() => run, UnavailableError);
  assertEquals(done, []);
});

Deno.test("InProcessQueue.stop() refuses new work", () => {
  const queue = new InProcessQueue(recorder().perform, limitsFor(8));
  queue.stop();
  assertThrows(() => queue.open(workOf(1)), UnavailableError, "stopping");
});

Deno.test("InProcessQueue gives back the places of a job that the runtime ended", () => {
  let now = 0;
  const queue = new InProcessQueue(recorder().perform, limitsFor(4), () => now);
  queue.open(workOf(4));
  now = 29_000;
  assertThrows(() => queue.open(workOf(1)), UnavailableError);
  now = 31_000;
  queue.open(workOf(1));
  assertEquals(queue.load, 1);
});
