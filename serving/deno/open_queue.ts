import type { Bundle } from "../../core/bundle/mod.ts";
import { type Task, UnavailableError } from "../../routes/inference.ts";
import { BoundedQueue } from "../bounded_queue.ts";
import { InProcessQueue } from "../in_process_queue.ts";
import { type Opening, openModels, shareBundle } from "../open_models.ts";
import { queueLimits, type WorkQueue } from "../work_queue.ts";
import { ModelWorker } from "../model_worker.ts";
import { wasmKernels } from "./wasm_kernels.ts";
import { mayStartWorkers, takeWorker } from "./take_worker.ts";

/** More would only cost memory: an image takes milliseconds. */
const MAX_WORKERS = 4;
/** Reserved for the event loop, which must refuse work and answer `/healthz` at once under any load. */
const OTHER_CORES = 1;

/** Where a server draws. */
export interface ServerQueue {
  /** Its first worker has opened the models. */
  readonly queue: WorkQueue;
  /** Starts workers for the remaining cores; each runs `samples` before it gets work. */
  grow(samples: readonly Task[]): Promise<void>;
  /** Stops the workers. */
  close(): void;
}

/**
 * Opens the queue with its first worker, which starts while the bundles are still loading. Where the runtime has no
 * workers, or this process may not start any, the event loop does the work.
 *
 * @throws {Error} If a bundle's models cannot be built.
 */
export async function openQueue(loading: Promise<readonly Bundle[]>): Promise<ServerQueue> {
  if (!mayStartWorkers()) return await inProcess(loading);
  const opening = loading.then(async (bundles): Promise<Opening> => ({
    bundles: bundles.map(shareBundle),
    kernels: await wasmKernels(),
  }));
  const opened: ModelWorker<Opening>[] = [];
  const openWorker = async () => {
    const worker = new ModelWorker(takeWorker, opening);
    opened.push(worker);
    await worker.opened();
    return worker;
  };
  const close = () => opened.forEach((worker) => worker.close());
  try {
    const queue = new BoundedQueue([await openWorker()], queueLimits(await loading));
    const count = Math.min(MAX_WORKERS, navigator.hardwareConcurrency - OTHER_CORES);
    const grow = async (samples: readonly Task[]) => {
      while (opened.length < count) {
        const worker = await openWorker();
        for (const task of samples) await worker.run(task);
        queue.add(worker);
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
