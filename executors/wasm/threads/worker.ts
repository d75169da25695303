import { ReleasedError } from "./barrier.ts";
import type { Command, FromWorker, ToWorker } from "./messages.ts";
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
    execute(message.execute);
  }
};

function execute(command: Command): void {
  try {
    const values = thread!.execute(command);
    if (leads) scope.postMessage({ values }, values.map(({ buffer }) => buffer));
  } catch (failure) {
    if (!(failure instanceof ReleasedError)) throw failure; // The thread that stopped says why.
  }
}
