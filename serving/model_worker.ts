import {
  RefusedInputError,
  type ResultOf,
  type RowListener,
  type Task,
  UnavailableError,
} from "../routes/inference.ts";
import type { TaskWorker } from "./bounded_queue.ts";
import type { Failure, FromWorker, TaskNews, ToWorker } from "./worker_messages.ts";

/** A Web Worker, and whether it has opened its models. */
interface Started {
  readonly worker: Worker;
  readonly opened: Promise<void>;
  wasOpened: boolean;
}

/** A task in progress. */
interface Current {
  hear(news: TaskNews): void;
  lose(error: Error): void;
}

/**
 * Runs tasks in a Web Worker of its own, several at a time if one of them yields. A worker that crashes is replaced;
 * the tasks it was running are refused with {@link UnavailableError}.
 */
export class ModelWorker<Opening> implements TaskWorker {
  readonly #start: () => Worker;
  readonly #opening: Opening | Promise<Opening>;
  #started: Started | undefined;
  #tasks = 0;
  readonly #current = new Map<number, Current>();

  /**
   * Starts the first Web Worker at once, so that it loads its code while `opening` is still being prepared.
   *
   * @param opening Sent to each Web Worker; must be cloneable.
   */
  constructor(start: () => Worker, opening: Opening | Promise<Opening>) {
    this.#start = start;
    this.#opening = opening;
    this.#started = this.#startWorker();
  }

  /** Resolves once the models are open. @throws {Error} Why they could not be opened. */
  async opened(): Promise<void> {
    this.#started ??= this.#startWorker();
    await this.#started.opened;
  }

  async run<T extends Task>(task: T, onRow?: RowListener): Promise<ResultOf<T>> {
    await this.opened().catch((error: Error) => {
      throw new UnavailableError(error.message, 1);
    });
    const { promise, resolve, reject } = Promise.withResolvers<ResultOf<T>>();
    const hear = (news: TaskNews) => {
      if (news.kind === "row") onRow?.(news.row, news.codes);
      if (news.kind === "done") resolve(news.result as ResultOf<T>);
      if (news.kind === "failed") reject(revive(news.failure));
    };
    const id = this.#tasks++;
    this.#current.set(id, { hear, lose: reject });
    try {
      const message = { kind: "task", id, task, rows: onRow !== undefined } as const;
      send(this.#started!.worker, message, movedWith(task));
      return await promise;
    } finally {
      this.#current.delete(id);
    }
  }

  /** Terminates the worker at once. */
  close(): void {
    this.#started?.worker.terminate();
    this.#started = undefined;
    this.#loseTasks(new UnavailableError("Cannot finish a task: the server is stopping", 5));
  }

  #startWorker(): Started {
    const worker = this.#start();
    const { promise: opened, resolve, reject } = Promise.withResolvers<void>();
    opened.catch(() => {}); // Whoever awaits it gets the error; nobody may be awaiting it yet.
    const started: Started = { worker, opened, wasOpened: false };
    worker.onmessage = ({ data: message }: MessageEvent<FromWorker>) => {
      if (message.kind === "ready") {
        started.wasOpened = true;
        resolve();
      } else if (message.kind === "unopened") {
        this.#lose(started);
        reject(revive(message.failure));
      } else this.#current.get(message.id)?.hear(message);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      this.#lose(started);
      const lost = new UnavailableError(
        `Cannot finish a task: its worker died: ${event.message}`,
        1,
      );
      reject(lost);
      this.#loseTasks(lost);
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

  #loseTasks(error: Error): void {
    for (const { lose } of this.#current.values()) lose(error);
  }

  /** Replaces a worker; one that never opened is replaced when the next task arrives. */
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

/** Uploads are large and used once: they are transferred, not copied. */
function movedWith(task: Task): ArrayBuffer[] {
  return task.kind === "encode" ? [task.png.buffer as ArrayBuffer] : [];
}

function revive({ message, stack, reason }: Failure): Error {
  if (reason !== undefined) return new RefusedInputError(message, reason);
  const error = new Error(message);
  if (stack !== undefined) error.stack = stack;
  return error;
}
