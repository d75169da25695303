import { pixelsOf, totalCost } from "../routes/cost.ts";
import {
  type Job,
  type ResultOf,
  type RowListener,
  type Task,
  UnavailableError,
  type Work,
} from "../routes/inference.ts";
import { FairOrder } from "./fair_order.ts";
import { Admission, type QueueLimits, type WorkQueue } from "./work_queue.ts";

/** Runs tasks: one small task at a time, and one with a large picture in between. */
export interface TaskWorker {
  run<T extends Task>(task: T, onRow?: RowListener): Promise<ResultOf<T>>;
}

/** A task waiting for a worker. */
interface Waiting {
  readonly task: Task;
  start(worker: TaskWorker): Promise<void>;
  drop(): void;
}

/** Weight of the newest task in the moving average of times. */
const NEW_TIME = 0.1;
/** A task with more pixels than this holds a large picture in memory. */
const LARGE_PIXELS = 2 ** 20;

/**
 * Shares workers between clients by the cost of their work. The jobs of one client take turns, a task each, so that
 * neither a batch nor a busy client delays a single image. Work beyond a client's share is refused at once, not queued.
 *
 * Large pictures are read and written one at a time, on the last worker, in small steps between its other tasks.
 */
export class BoundedQueue implements WorkQueue {
  width: number;
  #stopping = false;
  #msPerCost = 0;
  #largeIsBusy = false;
  readonly #admission: Admission;
  readonly #order = new FairOrder();
  readonly #idle: TaskWorker[];
  readonly #largeWorker: TaskWorker;
  /** Jobs with waiting tasks. */
  readonly #jobs = new Set<QueuedJob>();

  /** @param workers At least one. */
  constructor(workers: readonly TaskWorker[], limits: QueueLimits) {
    this.#admission = new Admission(limits);
    this.#idle = [...workers];
    this.width = workers.length;
    this.#largeWorker = workers[workers.length - 1];
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

  /** Adds a worker. */
  add(worker: TaskWorker): void {
    this.width++;
    this.#idle.unshift(worker);
    this.#pump();
  }

  open(work: Work): Job {
    if (this.#stopping) throw new UnavailableError("Cannot start work: the server is stopping", 5);
    const giveBack = this.#admission.admit(work, this.#msPerCost / this.width);
    return new QueuedJob(work, (job) => this.#enqueue(job), giveBack);
  }

  stop(): void {
    this.#stopping = true;
  }

  #enqueue(job: QueuedJob): void {
    if (!this.#jobs.has(job)) {
      this.#jobs.add(job);
      this.#tag(job);
    }
    this.#pump();
  }

  /** Gives the job's next task its place in the order. */
  #tag(job: QueuedJob): void {
    job.tag = this.#order.tag(job.work.client, job.nextCost());
  }

  #pump(): void {
    for (let job = this.#next(); job !== undefined; job = this.#next()) {
      const waiting = job.waiting.shift()!;
      this.#order.begin(job.tag);
      if (job.waiting.length > 0) this.#tag(job);
      else this.#jobs.delete(job);
      this.#start(waiting, job.taskCost(waiting.task));
    }
  }

  /** The job whose task starts next, if a worker is free for it. */
  #next(): QueuedJob | undefined {
    let next: QueuedJob | undefined;
    for (const job of this.#jobs) {
      if (job.waiting.length === 0) this.#jobs.delete(job); // It was closed.
      else if (this.#mayStart(job.waiting[0].task) && !(next && next.tag <= job.tag)) next = job;
    }
    return next;
  }

  #mayStart(task: Task): boolean {
    return isLarge(task) ? !this.#largeIsBusy : this.#idle.length > 0;
  }

  async #start(waiting: Waiting, cost: number): Promise<void> {
    const large = isLarge(waiting.task);
    const worker = large ? this.#largeWorker : this.#idle.shift()!;
    if (large) this.#largeIsBusy = true;
    const start = performance.now();
    await waiting.start(worker);
    this.#msPerCost += NEW_TIME * ((performance.now() - start) / cost - this.#msPerCost);
    if (large) this.#largeIsBusy = false;
    else if (worker === this.#largeWorker) this.#idle.push(worker);
    else this.#idle.unshift(worker);
    this.#pump();
  }
}

function isLarge(task: Task): boolean {
  return pixelsOf(task) > LARGE_PIXELS;
}

class QueuedJob implements Job {
  readonly waiting: Waiting[] = [];
  /** Of the first waiting task. */
  tag = 0;
  #closed = false;

  constructor(
    readonly work: Work,
    readonly enqueue: (job: QueuedJob) => void,
    readonly giveBack: () => void,
  ) {}

  nextCost(): number {
    return this.taskCost(this.waiting[0].task);
  }

  /** The task's part of the job's cost. */
  taskCost(task: Task): number {
    return taskCost(this.work, task);
  }

  run<T extends Task>(task: T, onRow?: RowListener): Promise<ResultOf<T>> {
    const { promise, resolve, reject } = Promise.withResolvers<ResultOf<T>>();
    const drop = () => reject(new UnavailableError("Cannot finish a task: its job is closed", 1));
    if (this.#closed) {
      drop();
      return promise;
    }
    const listen: RowListener = (row, codes) => {
      if (!this.#closed) onRow?.(row, codes);
    };
    const start = (worker: TaskWorker) => worker.run(task, onRow && listen).then(resolve, reject);
    this.waiting.push({ task, start, drop });
    this.enqueue(this);
    return promise;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.giveBack();
    for (const { drop } of this.waiting.splice(0)) drop();
  }
}

/** The part of a job's cost that one of its tasks is, at least 1. */
export function taskCost({ images, codes }: Work, task: Task): number {
  const part = task.kind === "draw" ? task.settings.length : 1;
  const ownCodes = task.kind === "sheet" ? 0 : codes * part / Math.max(images, 1);
  return Math.max(1, totalCost({ codes: ownCodes, pixels: pixelsOf(task) }));
}
