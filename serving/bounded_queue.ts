import {
  type Inference,
  type Job,
  type ResultOf,
  type RowListener,
  type Task,
  UnavailableError,
} from "../routes/inference.ts";

/** Where tasks are done, one at a time. */
export interface Lane {
  run<T extends Task>(task: T, onRow?: RowListener): Promise<ResultOf<T>>;
}

/** A task that waits for a lane. */
interface Waiting {
  readonly task: Task;
  start(lane: Lane): Promise<void>;
  drop(): void;
}

/** Tasks that hold a whole picture in memory: only one of them runs at a time. */
const LARGE: ReadonlySet<Task["kind"]> = new Set(["sheet", "encode"]);

/**
 * Shares lanes between jobs, one task of each in turn, so that a batch does not keep a single image
 * waiting. Work over the limit is refused at once instead of being kept.
 */
export class BoundedQueue implements Inference {
  #load = 0;
  #largeRuns = false;
  #stopping = false;
  readonly #idle: Lane[];
  readonly #turns: QueuedJob[] = [];

  constructor(lanes: readonly Lane[], readonly limit: number) {
    this.#idle = [...lanes];
  }

  get load(): number {
    return this.#load;
  }

  open(images: number): Job {
    if (this.#stopping) throw new UnavailableError("Cannot start work: the server is stopping", 5);
    if (this.#load + images > this.limit) {
      throw new UnavailableError(
        `Cannot queue ${images} more images: ${this.#load} of ${this.limit} places are taken`,
        1,
      );
    }
    this.#load += images;
    return new QueuedJob((job) => this.#enqueue(job), () => this.#load -= images);
  }

  /** Refuses all work from now on; what was let in goes on. */
  stop(): void {
    this.#stopping = true;
  }

  #enqueue(job: QueuedJob): void {
    if (!this.#turns.includes(job)) this.#turns.push(job);
    this.#pump();
  }

  #pump(): void {
    let passed = 0;
    while (this.#idle.length > 0 && passed < this.#turns.length) {
      const job = this.#turns.shift()!;
      const next = job.waiting[0];
      if (next === undefined) continue;
      if (LARGE.has(next.task.kind) && this.#largeRuns) {
        this.#turns.push(job);
        passed++;
        continue;
      }
      job.waiting.shift();
      this.#turns.push(job);
      this.#start(next, this.#idle.shift()!);
    }
  }

  async #start(waiting: Waiting, lane: Lane): Promise<void> {
    const large = LARGE.has(waiting.task.kind);
    if (large) this.#largeRuns = true;
    await waiting.start(lane);
    if (large) this.#largeRuns = false;
    this.#idle.push(lane);
    this.#pump();
  }
}

class QueuedJob implements Job {
  readonly waiting: Waiting[] = [];
  #closed = false;

  constructor(readonly enqueue: (job: QueuedJob) => void, readonly giveBack: () => void) {}

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
    const start = (lane: Lane) => lane.run(task, onRow && listen).then(resolve, reject);
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
