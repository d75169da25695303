import { Barrier } from "./barrier.ts";
import type { Command, FromWorker, Program, ToWorker } from "./messages.ts";
import type { Runner } from "./runner.ts";

/** Starts one of the workers. */
export type StartWorker = (thread: number) => Worker;

/** A worker has died, and with it the memory that all share. */
export class WorkerError extends Error {
  override readonly name = "WorkerError";
}

interface Waiting {
  resolve(values: readonly Uint32Array<ArrayBuffer>[]): void;
  reject(failure: Error): void;
}

/**
 * Runs programs in Web Workers that share a memory. The calling thread never blocks: it tells all workers what is
 * next, and the first of them, which leads, what to fill in and what to read back.
 */
export class WorkerPool implements Runner {
  readonly #workers: readonly Worker[];
  readonly #barrier: Barrier;
  readonly #waiting: Waiting[] = [];
  #failure?: Error;

  /** @param parts.barrier Address of the barrier's words. @param parts.start Starts the worker of a thread. */
  constructor(
    readonly memory: WebAssembly.Memory,
    readonly threads: number,
    { barrier, start = startWorker }: { barrier: number; start?: StartWorker },
  ) {
    this.#barrier = new Barrier(memory, barrier, threads);
    this.#workers = Array.from({ length: threads }, (_, thread) => {
      const worker = start(thread);
      worker.onerror = (event) => {
        event.preventDefault();
        const reason = event.message || "its code cannot be loaded";
        this.#fail(
          new WorkerError(`Cannot go on: thread ${thread} of ${threads} has died: ${reason}`),
        );
      };
      worker.onmessageerror = () => {
        this.#fail(new WorkerError(`Cannot go on: a message of thread ${thread} cannot be read`));
      };
      worker.onmessage = ({ data: { values } }: MessageEvent<FromWorker>) => {
        this.#waiting.shift()?.resolve(values);
      };
      post(worker, { open: { memory, barrier, thread, threads } });
      return worker;
    });
  }

  load(programs: readonly Program[]): void {
    this.#workers.forEach((worker, thread) => {
      post(worker, { load: programs[thread] }, [programs[thread].module.buffer]);
    });
  }

  execute(command: Command): Promise<readonly Uint32Array<ArrayBuffer>[]> {
    if (this.#failure) return Promise.reject(this.#failure);
    const { program } = command;
    this.#workers.forEach((worker, thread) => {
      if (thread === 0) post(worker, { execute: command });
      else if (program !== undefined) post(worker, { execute: { program } });
    });
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  close(): void {
    this.#fail(new Error("Cannot run a program: its threads are closed"));
  }

  #fail(failure: Error): void {
    if (this.#failure) return;
    this.#failure = failure;
    this.#barrier.break();
    for (const worker of this.#workers) worker.terminate();
    for (const { reject } of this.#waiting.splice(0)) reject(failure);
  }
}

function startWorker(thread: number): Worker {
  const name = `wasm ${thread}`;
  return new Worker(new URL("./worker.ts", import.meta.url), { type: "module", name });
}

function post(worker: Worker, message: ToWorker, transfer: Transferable[] = []): void {
  worker.postMessage(message, transfer);
}
