import type { Recipe } from "../models/recipe.ts";
import type { Progress } from "../training/loop.ts";
import { openDataset } from "./data/open_dataset.ts";
import { openTrainingDevice } from "./devices/open_training_device.ts";
import type { BundleMetrics } from "./export/bundle_metrics.ts";
import { exportRun } from "./export/export_run.ts";
import { runTraining } from "./run.ts";

/** How a recipe becomes a bundle. */
export interface TrainBundleOptions {
  /** Folder of the bundle. The last part of its path is the bundle's id: a-z, 0-9, `-` and `_`. */
  readonly out: string;
  /** Folder of the run's checkpoint and curves. Default: the bundle's with `.run` behind it. */
  readonly run?: string;
  /** Continues the checkpoint in that folder. */
  readonly resume?: boolean;
  /** Pictures to train on: the name of a data set or a folder. Default: the recipe's. */
  readonly data?: string;
  /** Side that pictures of a folder get. Default 32. */
  readonly size?: number;
  /** Folder of data sets, which are downloaded to it. Default `data`. */
  readonly dataDir?: string;
  /** Of weights and order, in [0, 2^32). Default 1. */
  readonly seed?: number;
  /** `auto` (default): the first graphics card, else the processor. `cpu`; a WebGPU adapter's name or its number. */
  readonly device?: string;
  /** Threads of the processor. Default: one for each core, at most 8. */
  readonly threads?: number;
  /** Stops at the next step, which is saved. */
  readonly signal?: AbortSignal;
  /** Called now and then with the metrics of the steps since. */
  report?(progress: Progress): void;
}

/**
 * Trains every stage of a recipe, measures it on pictures that it was not trained on, and writes its bundle: what
 * `deno task train` does, without a terminal.
 *
 * @returns What was measured, by name.
 * @throws {DataError} If the pictures can't be read. @throws {RangeError} If the recipe does not suit them, or the
 * folder's name is no id. @throws {StoppedError} If the signal stopped it. @throws {NonFiniteError} If training gave
 * NaN or infinity. @throws {Error} If there is no WebGPU adapter of that name.
 *
 * @example
 * ```ts ignore
 * import { quickRecipe, RECIPES, trainBundle } from "@tessera/tessera";
 *
 * const recipe = quickRecipe(RECIPES.get("procedural")!);
 * const { reconstruction_mse } = await trainBundle(recipe, { out: "bundles/shapes" });
 * console.log(reconstruction_mse.value);
 * ```
 */
export async function trainBundle(
  recipe: Recipe,
  options: TrainBundleOptions,
): Promise<BundleMetrics> {
  const { seed = 1, dataDir = "data", size, signal = new AbortController().signal } = options;
  const out = options.out.replace(/\/+$/, "");
  const id = out.split("/").at(-1)!;
  if (!/^[a-z0-9][a-z0-9_-]{0,63}$/.test(id)) {
    throw new RangeError(
      `Cannot train a bundle: expected a folder named by a-z, 0-9, "-" and "_", got "${id}"`,
    );
  }
  const directory = options.run ?? `${out}.run`;
  const dataset = await openDataset(options.data ?? recipe.data, { dataDir, size, log: () => {} });
  const { threads } = options;
  const device = await openTrainingDevice({ device: options.device, threads });
  try {
    const run = { recipe: { ...recipe, id }, dataset, seed, directory };
    const result = await runTraining(device.backend, {
      ...run,
      resume: options.resume ?? false,
      signal,
      report: (progress) => options.report?.(progress),
      say: () => {},
    });
    return await exportRun(out, { ...run, result, adapter: device.name, command: "trainBundle()" });
  } finally {
    device.close();
  }
}
