import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  BundleError,
  type BundleGraphs,
  loadBundle,
  type Manifest,
} from "../../core/bundle/mod.ts";
import { MODEL_BUDGET, requireServable } from "../../generation/model_budget.ts";
import { modelCost } from "../../generation/model_cost.ts";
import { modelGraphs } from "../../generation/model_graphs.ts";
import { openModel } from "../../generation/model.ts";
import { gridShape } from "../../models/autoencoders/vq_vae_config.ts";
import { SHIPPED } from "../support/golden.ts";
import { traceConfigs } from "../support/trace_configs.ts";
import { AUTOENCODER, PRIOR, randomBundle } from "./random_bundle.ts";

interface Described {
  readonly manifest: Manifest;
  readonly graphs: BundleGraphs;
}

/** Manifest and graphs of models with these settings; nothing of the size that they state is made. */
function describe(
  autoencoder: Partial<typeof AUTOENCODER>,
  prior: Partial<typeof PRIOR> = {},
): Described {
  const { manifest } = randomBundle();
  const first = { ...AUTOENCODER, ...autoencoder };
  const second = { ...PRIOR, ...prior, grid: gridShape(first) };
  const { graphs, ...traced } = traceConfigs(first, second);
  return { manifest: { ...manifest, ...traced }, graphs };
}

const square = (side: number) => ({ channels: 3, height: side, width: side });

const REFUSED: [string, () => Described, string][] = [
  [
    "pictures of 512 x 512 on a grid of 256 x 256",
    () => describe({ imageShape: square(512), downsamplings: 1 }),
    "graphs.json to describe a model of at most 10 million places in its instructions, got 19 million",
  ],
  [
    "a prior of 5 wide layers on a grid of 32 x 32",
    () => describe({ imageShape: square(128) }, { layers: 5, channels: 256, kernel: 7 }),
    "at most 16000 million multiply-adds a picture",
  ],
  [
    "values beyond a worker's memory",
    () => describe({ imageShape: square(512), downsamplings: 3, channels: 128 }),
    "at most 537 million bytes of memory a worker",
  ],
  [
    "more parameters than any bundle holds",
    () => describe({}, { layers: 3, channels: 1024 }),
    "at most 34 million parameters",
  ],
];

for (const [what, described, includes] of REFUSED) {
  Deno.test(`requireServable() refuses ${what} at once`, () => {
    const { manifest, graphs } = described();
    const start = performance.now();
    assertThrows(() => requireServable(manifest, graphs), BundleError, includes);
    assert(performance.now() - start < 1000);
  });
}

Deno.test("requireServable() refuses a weights file that cannot hold the parameters", () => {
  const { manifest, graphs } = randomBundle();
  const { parameters } = modelCost(modelGraphs(manifest, graphs));
  const withBytes = (bytes: number) => ({
    ...manifest,
    files: { "weights.safetensors": { bytes, sha256: "0".repeat(64) } },
  });
  requireServable(withBytes(2 * parameters), graphs);
  assertThrows(
    () => requireServable(withBytes(2 * parameters - 1), graphs),
    BundleError,
    `weights.safetensors to hold the ${parameters} parameters of its graphs`,
  );
});

Deno.test("openModel() refuses what is over the budget, in every runtime", () => {
  const bundle = { ...randomBundle(), ...REFUSED[0][1]() };
  assertThrows(() => openModel(bundle), BundleError, "places in its instructions");
});

Deno.test("modelCost() of the shipped bundle is a thirtieth of the budget or less", async () => {
  const { manifest, graphs } = await loadBundle((name) => Deno.readFile(new URL(name, SHIPPED)));
  const cost = modelCost(requireServable(manifest, graphs));
  for (const key of Object.keys(MODEL_BUDGET) as (keyof typeof MODEL_BUDGET)[]) {
    assert(cost[key] < MODEL_BUDGET[key] / 30, `${key}: ${cost[key]}`);
  }
});

Deno.test("modelCost() counts the multiply-adds of each convolution", () => {
  // 8 x 12 x 3 pixels, 2 x 3 codes: down_0, down_1, conv_in, residual, conv_out, distances.
  const { manifest, graphs } = describe({}, { layers: 1, channels: 1 });
  const cost = modelCost(modelGraphs(manifest, graphs));
  const encoder = 24 * 3 * 16 * 3 + 6 * 6 * 16 * 3 + 6 * 6 * 9 * 6 + 6 * 4 * 9 * 6 + 6 * 6 * 4 +
    6 * 3 * 6 + 6 * 9 * 3;
  assert(cost.multiplyAdds >= encoder, `${cost.multiplyAdds} ${encoder}`);
  assertEquals(Number.isInteger(cost.multiplyAdds), true);
});
