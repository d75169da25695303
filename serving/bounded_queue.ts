import {
  type Job,
  type ResultOf,
  type RowListener,
  type Task,
  UnavailableError,
} from "../routes/inference.ts";
import type { WorkQueue } from "./work_queue.ts";

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

/** Weight of a new task's time for an image in the moving average. */
const NEW_TIME = 0.1;
const MAX_RETRY_SECONDS = 60;

/** Tasks that hold a large picture in memory: they run on one lane, so that only one is held. */
const LARGE: ReadonlySet<Task["kind"]> = new Set(["sheet", "encode"]);

/**
 * Shares lanes between jobs, one task of each in turn, so that a batch does not keep a single image
 * waiting. Work over the limit is refused at once instead of being kept.
 */
export class BoundedQueue implements WorkQueue {
  #load = 0;
  #stopping = false;
  #imageMs = 0;
  width: number;
  readonly #idle: Lane[];
  readonly #largeLane: Lane;
  readonly #turns: QueuedJob[] = [];

  /** @param lanes At least one. @param limit The most images let in at one time. */
  constructor(lanes: readonly Lane[], readonly limit: number) {
    this.#idle = [...lanes];
    this.width = lanes.length;
    this.#largeLane = lanes[lanes.length - 1];
  }

  get load(): number {
    return this.#load;
  }

  /** One more lane, from now on. */
  add(lane: Lane): void {
    this.width++;
    this.#idle.unshift(lane);
    this.#pump();
  }

  open(images: number): Job {
    if (this.#stopping) throw new UnavailableError("Cannot start work: the server is stopping", 5);
    if (this.#load + images > this.limit) {
      throw new UnavailableError(
        `Cannot queue ${images} more images: ${this.#load} of ${this.limit} places are taken`,
        this.#secondsOfLoad(),
      );
    }
    this.#load += images;
    return new QueuedJob((job) => this.#enqueue(job), () => this.#load -= images);
  }

  stop(): void {
    this.#stopping = true;
  }

  #enqueue(job: QueuedJob): void {
    if (!this.#turns.includes(job)) this.#turns.push(job);
    this.#pump();
  }

  #pump(): void {
    let passed = 0;
    while (passed < this.#turns.length) {
      const job = this.#turns.shift()!;
      const [next] = job.waiting;
      if (next === undefined) continue;
      this.#turns.push(job);
      const lane = this.#takeLane(next.task);
      if (lane === undefined) passed++;
      else this.#start(job.waiting.shift()!, lane);
    }
  }

  #takeLane({ kind }: Task): Lane | undefined {
    if (!LARGE.has(kind)) return this.#idle.shift();
    const at = this.#idle.indexOf(this.#largeLane);
    return at < 0 ? undefined : this.#idle.splice(at, 1)[0];
  }

  /** About how long what was let in will take. */
  #secondsOfLoad(): number {
    const seconds = Math.ceil(this.#imageMs * this.#load / this.width / 1000);
    return Math.min(Math.max(seconds, 1), MAX_RETRY_SECONDS);
  }

  async #start(waiting: Waiting, lane: Lane): Promise<void> {
    const start = performance.now();
    await waiting.start(lane);
    const images = imagesOf(waiting.task);
    this.#imageMs += NEW_TIME * ((performance.now() - start) / images - this.#imageMs);
    if (lane === this.#largeLane) this.#idle.push(lane);
    else this.#idle.unshift(lane);
    this.#pump();
  }
}

/** Images that a task makes. */
function imagesOf(task: Task): number {
  return task.kind === "draw" ? task.settings.length : 1;
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
