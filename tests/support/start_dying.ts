import type { StartWorker } from "../../executors/wasm/threads/worker_pool.ts";

/** Starts workers of a pool of which one dies when it is to run its n-th program. */
export function startDying(dying: number, run: number): StartWorker {
  return (thread) => {
    const url = thread === dying
      ? new URL(`./dying_worker.ts?run=${run}`, import.meta.url)
      : new URL("../../executors/wasm/threads/worker.ts", import.meta.url);
    return new Worker(url, { type: "module" });
  };
}
