import type { Bundle } from "../../core/bundle/mod.ts";
import { shareBundle } from "../open_models.ts";
import { WorkerLane } from "../worker_lane.ts";

const SCRIPT = new URL("../inference_worker.ts", import.meta.url);
/** More would only hold memory: one image takes milliseconds. */
const MAX_LANES = 4;

/** Workers that have opened the bundles' models. @throws {Error} If a bundle's models cannot be built. */
export async function openWorkerLanes(
  bundles: readonly Bundle[],
): Promise<WorkerLane<readonly Bundle[]>[]> {
  const shared = bundles.map(shareBundle);
  const count = Math.min(MAX_LANES, Math.max(1, navigator.hardwareConcurrency));
  const lanes = Array.from({ length: count }, () => {
    return new WorkerLane(() => new Worker(SCRIPT, { type: "module" }), shared);
  });
  await Promise.all(lanes.map((lane) => lane.opened()));
  return lanes;
}
