import type { ResultOf, RowListener, Task } from "../routes/inference.ts";
import type { Lane } from "./bounded_queue.ts";
import type { Perform } from "./worker_messages.ts";

/**
 * A lane on the event loop itself, for runtimes without workers: other work has its turn before each
 * task, so it is never kept waiting for more than one image.
 */
export class InProcessLane implements Lane {
  constructor(readonly perform: Perform) {}

  async run<T extends Task>(task: T, onRow?: RowListener): Promise<ResultOf<T>> {
    await new Promise((resolve) => setTimeout(resolve, 0));
    return await this.perform(task, onRow);
  }
}
