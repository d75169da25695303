import {
  type Job,
  type ResultOf,
  type RowListener,
  type Task,
  UnavailableError,
} from "../routes/inference.ts";
import { Turns } from "./turns.ts";
import type { WorkQueue } from "./work_queue.ts";
import type { Perform } from "./worker_messages.ts";

/** A job silent for so long was ended by the runtime, which tells nobody. */
const LOST_MS = 30_000;
/** Weight of a new job's time in the moving average. */
const NEW_TIME = 0.1;
const MAX_RETRY_SECONDS = 60;

/**
 * Does tasks on the event loop itself, for runtimes without threads. Each job does one task at a
 * time in the flow of its own request, and other work has its turn before each task: jobs share the
 * time task by task, and nothing else waits for longer than one image. A Worker may end a request at
 * any await; none of the others is then left waiting for it.
 */
export class InProcessQueue implements WorkQueue {
  readonly width = 1;
  readonly turns: Turns;
  readonly #jobs = new Set<InProcessJob>();
  #stopping = false;
  #jobMs = 0;

  /** @param limit The most images let in at one time. @param now Milliseconds. */
  constructor(
    readonly perform: Perform,
    readonly limit: number,
    readonly now: () => number = Date.now,
  ) {
    this.turns = new Turns(now);
  }

  get load(): number {
    let images = 0;
    for (const job of this.#jobs) images += job.images;
    return images;
  }

  open(images: number): Job {
    if (this.#stopping) throw new UnavailableError("Cannot start work: the server is stopping", 5);
    this.#forgetLost();
    const { load, limit } = this;
    if (load + images > limit) {
      throw new UnavailableError(
        `Cannot queue ${images} more images: ${load} of ${limit} places are taken`,
        Math.min(Math.max(Math.ceil(this.#jobMs / 1000), 1), MAX_RETRY_SECONDS),
      );
    }
    const start = this.now();
    const job = new InProcessJob(this, images, () => {
      if (this.#jobs.delete(job)) this.#jobMs += NEW_TIME * (this.now() - start - this.#jobMs);
    });
    this.#jobs.add(job);
    return job;
  }

  stop(): void {
    this.#stopping = true;
  }

  #forgetLost(): void {
    for (const job of this.#jobs) {
      if (this.now() - job.heard > LOST_MS) this.#jobs.delete(job);
    }
  }
}

class InProcessJob implements Job {
  /** When it last did something. */
  heard: number;
  #last: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(
    readonly queue: Pick<InProcessQueue, "perform" | "now" | "turns">,
    readonly images: number,
    readonly giveBack: () => void,
  ) {
    this.heard = queue.now();
  }

  run<T extends Task>(task: T, onRow?: RowListener): Promise<ResultOf<T>> {
    const done = this.#last.then(() => this.#perform(task, onRow));
    this.#last = done.catch(() => {}); // Told to whoever asked for it.
    return done;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.giveBack();
  }

  async #perform<T extends Task>(task: T, onRow?: RowListener): Promise<ResultOf<T>> {
    if (!this.#closed) await this.queue.turns.next();
    if (this.#closed) throw new UnavailableError("Cannot finish a task: its job is closed", 1);
    this.heard = this.queue.now();
    return await this.queue.perform(
      task,
      onRow && ((row, codes) => {
        if (!this.#closed) onRow(row, codes);
      }),
    );
  }
}
