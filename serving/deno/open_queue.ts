import type { Bundle } from "../../core/bundle/mod.ts";
import { type Task, UnavailableError } from "../../routes/inference.ts";
import { BoundedQueue } from "../bounded_queue.ts";
import { InProcessQueue } from "../in_process_queue.ts";
import { type Opening, openModels, shareBundle } from "../open_models.ts";
import { queueLimits, type WorkQueue } from "../work_queue.ts";
import { WorkerLane } from "../worker_lane.ts";
import { wasmKernels } from "./wasm_kernels.ts";
import { mayStartWorkers, takeWorker } from "./lane_worker.ts";

/** More would only hold memory: one image takes milliseconds. */
const MAX_LANES = 4;
/** What is left to the event loop: under load it must still refuse and tell its health at once. */
const OTHER_CORES = 1;

/** Where a server draws. */
export interface ServerQueue {
  /** Has opened its models on one lane. */
  readonly queue: WorkQueue;
  /** Opens a lane for each core but the event loop's and the first lane's; each does `samples` before it gets work. */
  grow(samples: readonly Task[]): Promise<void>;
  /** Ends the workers. */
  close(): void;
}

/**
 * Opens the queue with its first lane: a web worker, started while the bundles are still loaded, or the
 * event loop itself where the runtime has no workers or lets this process start none.
 *
 * @throws {Error} If a bundle's models cannot be built.
 */
export async function openQueue(loading: Promise<readonly Bundle[]>): Promise<ServerQueue> {
  if (!mayStartWorkers()) return await inProcess(loading);
  const opening = loading.then(async (bundles): Promise<Opening> => ({
    bundles: bundles.map(shareBundle),
    kernels: await wasmKernels(),
  }));
  const opened: WorkerLane<Opening>[] = [];
  const openLane = async () => {
    const lane = new WorkerLane(takeWorker, opening);
    opened.push(lane);
    await lane.opened();
    return lane;
  };
  const close = () => opened.forEach((lane) => lane.close());
  try {
    const queue = new BoundedQueue([await openLane()], queueLimits(await loading));
    const count = Math.min(MAX_LANES, navigator.hardwareConcurrency - OTHER_CORES);
    const grow = async (samples: readonly Task[]) => {
      while (opened.length < count) {
        const lane = await openLane();
        for (const task of samples) await lane.run(task);
        queue.add(lane);
      }
    };
    return { queue, grow, close };
  } catch (error) {
    close();
    if (error instanceof UnavailableError) return await inProcess(loading); // The worker ended before it began.
    throw error;
  }
}

async function inProcess(loading: Promise<readonly Bundle[]>): Promise<ServerQueue> {
  const bundles = await loading;
  const perform = openModels({ bundles, kernels: await wasmKernels() });
  const queue = new InProcessQueue(perform, queueLimits(bundles));
  return { queue, grow: () => Promise.resolve(), close: () => {} };
}
