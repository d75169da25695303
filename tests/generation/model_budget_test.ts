import { assert, assertEquals, assertThrows } from "@std/assert";
import { BundleError, type Manifest } from "../../core/bundle/mod.ts";
import { MODEL_BUDGET, requireServable } from "../../generation/model_budget.ts";
import { modelConfigs } from "../../generation/model_configs.ts";
import { modelCost } from "../../generation/model_cost.ts";
import { openModel } from "../../generation/model.ts";
import { AUTOENCODER, PRIOR, randomBundle } from "./random_bundle.ts";

/** A manifest of models with these settings; nothing of the size that it states is made. */
function manifestOf(
  autoencoder: Partial<typeof AUTOENCODER>,
  prior: Partial<typeof PRIOR> = {},
): Manifest {
  const { manifest } = randomBundle();
  const first = { ...AUTOENCODER, ...autoencoder }, second = { ...PRIOR, ...prior };
  const { height, width } = first.imageShape;
  const grid = {
    height: height / 2 ** first.downsamplings,
    width: width / 2 ** first.downsamplings,
  };
  return {
    ...manifest,
    image: { height, width, channels: 3 },
    grid,
    models: {
      autoencoder: { kind: "vq_vae", config: first },
      prior: { kind: "pixel_cnn", config: { ...second, grid } },
    },
  };
}

const square = (side: number) => ({ channels: 3, height: side, width: side });

const REFUSED: [string, Manifest, string][] = [
  [
    "pictures of 512 x 512 on a grid of 256 x 256",
    manifestOf({ imageShape: square(512), downsamplings: 1 }),
    "manifest.json must describe a model of at most 10 million places in its programs: it has 19 million",
  ],
  [
    "a prior of 64 wide layers on a grid of 32 x 32",
    manifestOf({ imageShape: square(128) }, { layers: 64, channels: 128 }),
    "at most 16000 million multiply-adds a picture",
  ],
  [
    "values beyond a lane's memory",
    manifestOf({ imageShape: square(512), downsamplings: 3, channels: 128 }),
    "at most 537 million bytes of memory a lane",
  ],
  [
    "more parameters than any bundle holds",
    manifestOf({}, { layers: 64, channels: 1024 }),
    "at most 34 million parameters",
  ],
];

for (const [what, manifest, includes] of REFUSED) {
  Deno.test(`requireServable() refuses ${what} at once`, () => {
    const start = performance.now();
    assertThrows(() => requireServable(manifest), BundleError, includes);
    assert(performance.now() - start < 1000);
  });
}

Deno.test("requireServable() refuses a weights file that cannot hold the parameters", () => {
  const { manifest } = randomBundle();
  const { parameters } = modelCost(modelConfigs(manifest));
  const withBytes = (bytes: number) => ({
    ...manifest,
    files: { "weights.safetensors": { bytes, sha256: "0".repeat(64) } },
  });
  requireServable(withBytes(2 * parameters));
  assertThrows(
    () => requireServable(withBytes(2 * parameters - 1)),
    BundleError,
    `weights.safetensors must hold the ${parameters} parameters of its models`,
  );
});

Deno.test("openModel() refuses what is over the budget, in every runtime", () => {
  const bundle = { ...randomBundle(), manifest: REFUSED[0][1] };
  assertThrows(() => openModel(bundle), BundleError, "places in its programs");
});

Deno.test("modelCost() of the shipped bundle is a hundredth of the budget or less", async () => {
  const path = new URL("../../static/models/mnist/manifest.json", import.meta.url);
  const cost = modelCost(requireServable(JSON.parse(await Deno.readTextFile(path))));
  for (const key of ["multiplyAdds", "places", "bytes", "parameters"] as const) {
    assert(cost[key] < MODEL_BUDGET[key] / 30, `${key}: ${cost[key]}`);
  }
});

Deno.test("modelCost() counts the multiply-adds of each convolution", () => {
  // 8 x 12 x 3 pixels, 2 x 3 codes: down_0, down_1, conv_in, residual, conv_out, distances.
  const { autoencoder } = modelConfigs(manifestOf({}));
  const cost = modelCost({ autoencoder, prior: { ...PRIOR, layers: 1, channels: 1 } });
  const encoder = 24 * 3 * 16 * 3 + 6 * 6 * 16 * 3 + 6 * 6 * 9 * 6 + 6 * 4 * 9 * 6 + 6 * 6 * 4 +
    6 * 3 * 6 + 6 * 9 * 3;
  assert(cost.multiplyAdds >= encoder, `${cost.multiplyAdds} ${encoder}`);
  assertEquals(Number.isInteger(cost.multiplyAdds), true);
});
