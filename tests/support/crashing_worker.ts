import type { ResultOf, Task } from "../../routes/inference.ts";
import { RefusedInputError } from "../../routes/inference.ts";
import type { Progress } from "../../serving/worker_messages.ts";
import { serveWorker } from "../../serving/serve_worker.ts";

/** A worker that does what the task's model says: echo, rows, refuse, fail or crash. */
serveWorker<string>((opening) => {
  if (opening === "broken") throw new Error("Cannot open");
  return Promise.resolve(<T extends Task>({ model }: T, { onRow }: Progress = {}) => {
    if (model === "refuse") throw new RefusedInputError("Cannot read it", "too_large");
    if (model === "fail") throw new RangeError("Cannot do it");
    if (model === "crash") return crash();
    if (model === "rows") onRow?.(0, Uint32Array.of(1, 2));
    return Promise.resolve(`${opening} ${model}` as unknown as ResultOf<T>);
  });
});

function crash(): Promise<never> {
  setTimeout(() => {
    throw new Error("Cannot go on");
  }, 0);
  return new Promise(() => {});
}
