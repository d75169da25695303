import type { FromWorker, ToWorker } from "./messages.ts";
import { Thread } from "./thread.ts";

/** A worker's global scope, in every runtime. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
  postMessage(message: FromWorker, transfer: Transferable[]): void;
}

// A worker of a `WorkerPool`: one of the threads. What it throws ends it, and the pool with it.
const scope = globalThis as unknown as WorkerScope;
let thread: Thread | undefined;
let leads = false;
scope.onmessage = ({ data: message }) => {
  if ("open" in message) {
    thread = new Thread(message.open);
    leads = message.open.thread === 0;
  } else if ("load" in message) {
    thread!.load(message.load);
  } else {
    const values = thread!.execute(message.execute);
    if (leads) scope.postMessage({ values }, values.map(({ buffer }) => buffer));
  }
};
