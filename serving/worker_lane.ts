import {
  RefusedInputError,
  type ResultOf,
  type RowListener,
  type Task,
  UnavailableError,
} from "../routes/inference.ts";
import type { Lane } from "./bounded_queue.ts";
import type { Failure, FromWorker, ToWorker } from "./worker_messages.ts";

/** A worker and whether it has opened its models. */
interface Started {
  readonly worker: Worker;
  readonly opened: Promise<void>;
  wasOpened: boolean;
}

/** The task that the worker is at. */
interface Current {
  hear(message: FromWorker): void;
  lose(error: Error): void;
}

/**
 * A lane in its own Web Worker. A worker that crashes is replaced; the task it was at is refused with
 * {@link UnavailableError}.
 */
export class WorkerLane<Opening> implements Lane {
  readonly #start: () => Worker;
  readonly #opening: Opening | Promise<Opening>;
  #started: Started | undefined;
  #current: Current | undefined;

  /**
   * Starts the first worker at once, so that it loads its code while the opening is still made.
   *
   * @param opening Sent to each worker that is started; it must be cloneable.
   */
  constructor(start: () => Worker, opening: Opening | Promise<Opening>) {
    this.#start = start;
    this.#opening = opening;
    this.#started = this.#startWorker();
  }

  /** Settles once the worker has opened its models. @throws {Error} What kept it from that. */
  async opened(): Promise<void> {
    this.#started ??= this.#startWorker();
    await this.#started.opened;
  }

  async run<T extends Task>(task: T, onRow?: RowListener): Promise<ResultOf<T>> {
    await this.opened().catch((error: Error) => {
      throw new UnavailableError(error.message, 1);
    });
    const { promise, resolve, reject } = Promise.withResolvers<ResultOf<T>>();
    const hear = (message: FromWorker) => {
      if (message.kind === "row") onRow?.(message.row, message.codes);
      if (message.kind === "done") resolve(message.result as ResultOf<T>);
      if (message.kind === "failed") reject(revive(message.failure));
    };
    this.#current = { hear, lose: reject };
    try {
      const message = { kind: "task", task, rows: onRow !== undefined } as const;
      send(this.#started!.worker, message, movedWith(task));
      return await promise;
    } finally {
      this.#current = undefined;
    }
  }

  /** Stops the worker at once. */
  close(): void {
    this.#started?.worker.terminate();
    this.#started = undefined;
    this.#current?.lose(new UnavailableError("Cannot finish a task: the server is stopping", 5));
  }

  #startWorker(): Started {
    const worker = this.#start();
    const { promise: opened, resolve, reject } = Promise.withResolvers<void>();
    opened.catch(() => {}); // Told to whoever waits for it; there may be no one yet.
    const started: Started = { worker, opened, wasOpened: false };
    worker.onmessage = ({ data: message }: MessageEvent<FromWorker>) => {
      if (message.kind === "ready") {
        started.wasOpened = true;
        resolve();
      } else if (message.kind === "unopened") {
        this.#lose(started);
        reject(revive(message.failure));
      } else this.#current?.hear(message);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      this.#lose(started);
      const lost = new UnavailableError(
        `Cannot finish a task: its worker died: ${event.message}`,
        1,
      );
      reject(lost);
      this.#current?.lose(lost);
    };
    Promise.resolve(this.#opening).then(
      (opening) => this.#started === started && send(worker, { kind: "open", opening }),
      (error) => {
        this.#lose(started);
        reject(error);
      },
    );
    return started;
  }

  /** Replaces a worker; one that could not even open only when there is a task for it. */
  #lose({ worker, wasOpened }: Started): void {
    worker.terminate();
    this.#started = wasOpened ? this.#startWorker() : undefined;
  }
}

function send<Opening>(
  worker: Worker,
  message: ToWorker<Opening>,
  moved: ArrayBuffer[] = [],
): void {
  worker.postMessage(message, moved);
}

/** An upload is large and needed once: it is moved to the worker, not copied. */
function movedWith(task: Task): ArrayBuffer[] {
  return task.kind === "encode" ? [task.png.buffer as ArrayBuffer] : [];
}

function revive({ message, stack, reason }: Failure): Error {
  if (reason !== undefined) return new RefusedInputError(message, reason);
  const error = new Error(message);
  if (stack !== undefined) error.stack = stack;
  return error;
}
