import type { CallName, Calls, WorkerCall, WorkerReply } from "./messages.ts";
import { PageModelError, type Progress } from "./page_model.ts";

interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (error: unknown) => void;
  readonly onProgress?: (progress: Progress) => void;
}

/** The page's end of a worker. */
export class WorkerClient {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #calls = 0;
  #failure?: PageModelError;
  #hasFailed = false;

  constructor() {
    try {
      this.#worker = startWorker(new URL("./runtime/worker.js", import.meta.url));
    } catch (cause) {
      throw noWorker((cause as Error).message, cause);
    }
    this.#worker.addEventListener(
      "message",
      ({ data }: MessageEvent<WorkerReply>) => this.#hear(data),
    );
    this.#worker.addEventListener("error", (event) => {
      event.preventDefault();
      this.#fail(noWorker(event.message || "the browser or the page's policy refuses its script"));
    });
  }

  /** Whether something broke that may break again: the worker itself, or its GPU. */
  get hasFailed(): boolean {
    return this.#hasFailed;
  }

  /** @throws {PageModelError | unknown} The signal's reason if it is aborted. */
  call<Name extends CallName>(
    name: Name,
    asks: Calls[Name]["asks"],
    { onProgress, signal }: {
      readonly onProgress?: (progress: Progress) => void;
      readonly signal?: AbortSignal;
    } = {},
  ): Promise<Calls[Name]["gives"]> {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      if (this.#failure) throw this.#failure;
      const id = this.#calls++;
      const abort = () => {
        this.#waiting.delete(id);
        this.#send({ id, name: "abort" });
        reject(signal!.reason);
      };
      const settled = <T>(settle: (value: T) => void) => (value: T) => {
        signal?.removeEventListener("abort", abort);
        settle(value);
      };
      signal?.addEventListener("abort", abort);
      this.#waiting.set(id, { resolve: settled(resolve), reject: settled(reject), onProgress });
      this.#send({ id, name, asks });
    });
  }

  /** Terminates the worker and rejects pending calls. */
  end(): void {
    this.#worker.terminate();
    this.#fail(
      new PageModelError("failed", "Cannot answer: expected an open model, got a closed one"),
    );
  }

  #send(call: WorkerCall): void {
    this.#worker.postMessage(call);
  }

  #hear(reply: WorkerReply): void {
    const waiting = this.#waiting.get(reply.id);
    if (!waiting) return; // It was aborted.
    if ("progress" in reply) return waiting.onProgress?.(reply.progress);
    this.#waiting.delete(reply.id);
    if ("value" in reply) return waiting.resolve(reply.value as never);
    const { code, message } = reply.error;
    this.#hasFailed ||= code === "failed";
    waiting.reject(new PageModelError(code, message));
  }

  #fail(error: PageModelError): void {
    this.#failure ??= error;
    this.#hasFailed = true;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(error);
  }
}

/** A browser starts no worker from another origin, but one that imports from there. */
function startWorker(url: URL): Worker {
  if (url.origin === location.origin) return new Worker(url, { type: "module" });
  const script = new Blob([`import ${JSON.stringify(url.href)};`], { type: "text/javascript" });
  const address = URL.createObjectURL(script);
  const worker = new Worker(address, { type: "module" });
  worker.addEventListener("message", () => URL.revokeObjectURL(address), { once: true });
  return worker;
}

function noWorker(state: string, cause?: unknown): PageModelError {
  return new PageModelError("no-worker", `Cannot start a worker: ${state}`, { cause });
}
