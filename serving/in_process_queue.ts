import {
  type Job,
  type ResultOf,
  type RowListener,
  type Task,
  UnavailableError,
  type Work,
} from "../routes/inference.ts";
import { taskCost } from "./bounded_queue.ts";
import { monotonicClock } from "./monotonic_clock.ts";
import { Turns } from "./turns.ts";
import { Admission, type QueueLimits, type WorkQueue } from "./work_queue.ts";
import type { Perform } from "./worker_messages.ts";

/** A job idle for this long was ended by the runtime, which does so silently. */
const LOST_MS = 30_000;
/** Weight of the newest task in the moving average of times. */
const NEW_TIME = 0.1;
/** For a step of reading a large picture. */
const STEP_COST = 100;

/**
 * Runs tasks on the event loop, for runtimes without threads. Each job runs one task at a time within its own request,
 * and yields before each task: clients share the time by the cost of their tasks, and nothing waits longer than one
 * task. A Worker may end a request at any await without blocking the others.
 */
export class InProcessQueue implements WorkQueue {
  readonly width = 1;
  readonly turns: Turns;
  msPerCost = 0;
  readonly #admission: Admission;
  readonly #jobs = new Set<InProcessJob>();
  #stopping = false;

  /** @param now A monotonic clock in milliseconds. */
  constructor(
    readonly perform: Perform,
    limits: QueueLimits,
    readonly now: () => number = monotonicClock(),
  ) {
    this.turns = new Turns(now);
    this.#admission = new Admission(limits);
  }

  get load(): number {
    return this.#admission.images;
  }

  get codes() {
    return this.#admission.codes;
  }

  get pixels() {
    return this.#admission.pixels;
  }

  open(work: Work): Job {
    if (this.#stopping) throw new UnavailableError("Cannot start work: the server is stopping", 5);
    this.#forgetLost();
    const giveBack = this.#admission.admit(work, this.msPerCost);
    const job = new InProcessJob(this, work, () => {
      this.#jobs.delete(job);
      giveBack();
    });
    this.#jobs.add(job);
    return job;
  }

  stop(): void {
    this.#stopping = true;
  }

  #forgetLost(): void {
    for (const job of this.#jobs) {
      if (this.now() - job.heard > LOST_MS) job.close();
    }
  }
}

class InProcessJob implements Job {
  /** Time of its last activity. */
  heard: number;
  #last: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(
    readonly queue: InProcessQueue,
    readonly work: Work,
    readonly giveBack: () => void,
  ) {
    this.heard = queue.now();
  }

  run<T extends Task>(task: T, onRow?: RowListener): Promise<ResultOf<T>> {
    const done = this.#last.then(() => this.#perform(task, onRow));
    this.#last = done.catch(() => {}); // The caller of run() gets the error.
    return done;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.giveBack();
  }

  async #perform<T extends Task>(task: T, onRow?: RowListener): Promise<ResultOf<T>> {
    const { queue, work } = this;
    const cost = taskCost(work, task);
    await this.#turn(task.kind === "encode" ? STEP_COST : cost);
    const start = queue.now();
    const result = await queue.perform(task, {
      onRow: onRow && ((row, codes) => {
        if (!this.#closed) onRow(row, codes);
      }),
      turn: () => this.#turn(STEP_COST),
    });
    queue.msPerCost += NEW_TIME * ((queue.now() - start) / cost - queue.msPerCost);
    return result;
  }

  /** Waits for the next turn. @throws {UnavailableError} If the job is closed. */
  async #turn(cost: number): Promise<void> {
    if (!this.#closed) await this.queue.turns.next(this.work.client, cost);
    if (this.#closed) throw new UnavailableError("Cannot finish a task: its job is closed", 1);
    this.heard = this.queue.now();
  }
}
