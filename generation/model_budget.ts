import { BundleError, type Manifest, MANIFEST_FILE, WEIGHTS_FILE } from "../core/bundle/mod.ts";
import { type ModelCost, modelCost } from "./model_cost.ts";
import { type ModelConfigs, modelConfigs } from "./model_configs.ts";

/**
 * The most that a served model may take, checked from its manifest alone, before anything is allocated.
 * The shipped mnist model takes 38 million multiply-adds, 0.05 million places and 11 MB.
 */
export const MODEL_BUDGET: ModelCost = {
  /** For one picture: a few seconds on one core, in which a lane does nothing else. */
  multiplyAdds: 16_000e6,
  /** That a lane's programs name: opening a model takes about half a second a million. */
  places: 10e6,
  /** Of weights, values and programs of one lane: WebAssembly has 4 GiB, a small server about one for all lanes. */
  bytes: 512 * 2 ** 20,
  /** F16 weights of as many fill the largest bundle. */
  parameters: 32 * 2 ** 20,
};

/** In the order in which they are checked. */
const NAMES: Readonly<Record<keyof ModelCost, string>> = {
  parameters: "parameters",
  multiplyAdds: "multiply-adds a picture",
  places: "places in its programs",
  bytes: "bytes of memory a lane",
};

/**
 * Checks the settings of a bundle's models, and that they can be served within {@link MODEL_BUDGET}.
 *
 * @throws {BundleError} If they are wrong, over the budget, or larger than the bundle's weights.
 */
export function requireServable(manifest: Manifest): ModelConfigs {
  const refuse = (file: string, rule: string, state: string, cause?: unknown) => {
    return new BundleError(manifest.id, file, { rule, state, cause });
  };
  let configs: ModelConfigs, cost: ModelCost;
  try {
    configs = modelConfigs(manifest);
    cost = modelCost(configs);
  } catch (cause) {
    throw refuse(MANIFEST_FILE, "must be of its models", (cause as Error).message, cause);
  }
  for (const key of Object.keys(NAMES) as (keyof ModelCost)[]) {
    if (cost[key] <= MODEL_BUDGET[key]) continue;
    const most = `${inMillions(MODEL_BUDGET[key])} million ${NAMES[key]}`;
    throw refuse(
      MANIFEST_FILE,
      `must describe a model of at most ${most}`,
      `it has ${inMillions(cost[key])} million`,
    );
  }
  const { bytes } = manifest.files[WEIGHTS_FILE] ?? { bytes: Infinity };
  if (bytes < 2 * cost.parameters) {
    const rule = `must hold the ${cost.parameters} parameters of its models`;
    throw refuse(WEIGHTS_FILE, rule, `it has ${bytes} bytes`);
  }
  return configs;
}

function inMillions(value: number): string {
  return (value / 1e6).toFixed(value < 1e7 ? 1 : 0);
}
