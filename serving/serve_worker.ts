import { RefusedInputError, type Task } from "../routes/inference.ts";
import type { Failure, FromWorker, Perform, ToWorker } from "./worker_messages.ts";

/** A worker's global scope, in every runtime. */
interface WorkerScope<Opening> {
  onmessage: ((event: MessageEvent<ToWorker<Opening>>) => void) | null;
  postMessage(message: FromWorker): void;
}

/** Runs tasks inside a Web Worker for a `ModelWorker`. @param open Opens the models. */
export function serveWorker<Opening>(open: (opening: Opening) => Promise<Perform>): void {
  const scope = globalThis as unknown as WorkerScope<Opening>;
  let perform: Perform;
  scope.onmessage = async ({ data: message }) => {
    if (message.kind === "open") {
      try {
        perform = await open(message.opening);
        scope.postMessage({ kind: "ready" });
      } catch (error) {
        scope.postMessage({ kind: "unopened", failure: failureOf(error) });
      }
      return;
    }
    const { id, task, rows } = message;
    const onRow = (row: number, codes: Uint32Array) =>
      scope.postMessage({ kind: "row", id, row, codes });
    try {
      const result = await perform(task, rows ? { onRow } : {});
      scope.postMessage({ kind: "done", id, result });
    } catch (error) {
      scope.postMessage({ kind: "failed", id, failure: failureOf(error) });
    } finally {
      free(task);
    }
  };
}

/** Frees an upload's memory at once: megabytes of garbage may wait long for a collection. */
function free(task: Task): void {
  if (task.kind === "encode") (task.png.buffer as ArrayBuffer).transfer(0);
}

function failureOf(error: unknown): Failure {
  if (error instanceof RefusedInputError) return { message: error.message, reason: error.reason };
  if (error instanceof Error) return { message: error.message, stack: error.stack };
  return { message: String(error) };
}
