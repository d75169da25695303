import {
  BundleError,
  type BundleGraphs,
  GRAPHS_FILE,
  type Manifest,
  MANIFEST_FILE,
  WEIGHTS_FILE,
} from "../core/bundle/mod.ts";
import { type ModelCost, modelCost } from "./model_cost.ts";
import { type ModelGraphs, modelGraphs } from "./model_graphs.ts";

/**
 * The most that a served model may take, checked from its graphs alone, before anything is allocated.
 * The shipped mnist model takes 38 million multiply-adds, 0.05 million places and 11 MB.
 */
export const MODEL_BUDGET: ModelCost = {
  /** For one picture: a few seconds on one core, in which a worker does nothing else. */
  multiplyAdds: 16_000e6,
  /** In plain TypeScript: less than a second. */
  fixedMultiplyAdds: 256e6,
  /** That a worker's instructions name: opening a model takes about half a second a million. */
  places: 10e6,
  /** Of weights, values and instructions of one worker: a small server has about one GiB for all of them. */
  bytes: 512 * 2 ** 20,
  /** F16 weights of as many fill the largest bundle. */
  parameters: 32 * 2 ** 20,
};

/** The most multiply-adds for one grid that is drawn in plain TypeScript, a whole pass for each code. */
export const WHOLE_GRID_BUDGET = 2000e6;

/** In the order in which they are checked. */
const NAMES: Readonly<Record<keyof ModelCost, string>> = {
  parameters: "parameters",
  fixedMultiplyAdds: "multiply-adds that parameters alone decide",
  multiplyAdds: "multiply-adds a picture",
  places: "places in its instructions",
  bytes: "bytes of memory a worker",
};

/**
 * Checks that a bundle's graphs are those of its manifest, and that they can be served within {@link MODEL_BUDGET}.
 *
 * @throws {BundleError} If they are not, over the budget, or larger than the bundle's weights.
 */
export function requireServable(manifest: Manifest, graphs: BundleGraphs): ModelGraphs {
  const refuse = (file: string, rule: string, state: string, cause?: unknown) => {
    return new BundleError(manifest.id, file, { rule, state, cause });
  };
  const { draws } = manifest;
  if (draws !== null && draws !== "in order") {
    throw refuse(MANIFEST_FILE, "to draw in order or not at all", draws);
  }
  let model: ModelGraphs, cost: ModelCost;
  try {
    model = modelGraphs(manifest, graphs);
    cost = modelCost(model);
  } catch (cause) {
    throw refuse(GRAPHS_FILE, "to fit the manifest", (cause as Error).message, cause);
  }
  for (const key of Object.keys(NAMES) as (keyof ModelCost)[]) {
    if (cost[key] <= MODEL_BUDGET[key]) continue;
    const most = `${inMillions(MODEL_BUDGET[key])} million ${NAMES[key]}`;
    throw refuse(
      GRAPHS_FILE,
      `to describe a model of at most ${most}`,
      `${inMillions(cost[key])} million`,
    );
  }
  const { bytes } = manifest.files[WEIGHTS_FILE] ?? { bytes: Infinity };
  if (bytes < 2 * cost.parameters) {
    const rule = `to hold the ${cost.parameters} parameters of its graphs`;
    throw refuse(WEIGHTS_FILE, rule, `${bytes} bytes`);
  }
  return model;
}

function inMillions(value: number): string {
  return (value / 1e6).toFixed(value < 1e7 ? 1 : 0);
}
