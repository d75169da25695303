import type { Bundle } from "../../core/bundle/mod.ts";
import { UnavailableError } from "../../routes/inference.ts";
import type { Lane } from "../bounded_queue.ts";
import { InProcessLane } from "../in_process_lane.ts";
import { type Opening, openModels, shareBundle } from "../open_models.ts";
import { WorkerLane } from "../worker_lane.ts";
import { edgeKernels } from "./edge_kernels.ts";
import { mayStartWorkers, takeWorker } from "./lane_worker.ts";

/** More would only hold memory: one image takes milliseconds. */
const MAX_LANES = 4;
/** What is left to the event loop: under load it must still refuse and tell its health at once. */
const OTHER_CORES = 1;

/** Where a server draws. */
export interface Lanes {
  /** Has opened its models. */
  readonly first: Lane;
  /** Opens a lane for each core but the event loop's and the first lane's, one after another. */
  further(): AsyncIterable<Lane>;
  close(): void;
}

/**
 * Opens the first lane: a web worker, started while the bundles are still loaded, or the event loop
 * itself where the runtime has no workers or lets this process start none.
 *
 * @throws {Error} If a bundle's models cannot be built.
 */
export async function openLanes(loading: Promise<readonly Bundle[]>): Promise<Lanes> {
  const inProcess = async (): Promise<Lanes> => {
    const [bundles, kernels] = await Promise.all([loading, edgeKernels()]);
    const first = new InProcessLane(openModels({ bundles, kernels }));
    return { first, further: async function* () {}, close: () => {} };
  };
  if (!mayStartWorkers()) return await inProcess();
  const opening = Promise.all([loading, edgeKernels()])
    .then(([bundles, kernels]): Opening => ({ bundles: bundles.map(shareBundle), kernels }));
  const opened: WorkerLane<Opening>[] = [];
  const openLane = async () => {
    const lane = new WorkerLane(takeWorker, opening);
    opened.push(lane);
    await lane.opened();
    return lane;
  };
  const close = () => opened.forEach((lane) => lane.close());
  try {
    const first = await openLane();
    const count = Math.min(MAX_LANES, navigator.hardwareConcurrency - OTHER_CORES);
    const further = async function* () {
      while (opened.length < count) yield await openLane();
    };
    return { first, further, close };
  } catch (error) {
    close();
    if (error instanceof UnavailableError) return await inProcess(); // The worker ended before it began.
    throw error;
  }
}
