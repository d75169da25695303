import type { VqVaeConfig } from "../../../models/autoencoders/vq_vae_config.ts";
import fc from "fast-check";
import type { Bundle } from "../../../core/bundle/mod.ts";
import { bundleOnnx } from "../../../offline/export/bundle_onnx.ts";
import { randomBundle } from "../../generation/random_bundle.ts";
import type { OpenOnnx } from "../../support/onnx_runtime.ts";
import type { Exported } from "./compare_models.ts";

const between = (min: number, max: number) => fc.integer({ min, max });

const AUTOENCODER = fc.record({
  channels: fc.constantFrom(2, 6, 8, 10),
  residualChannels: fc.constantFrom(1, 2, 8, 9),
  encoderResidualBlocks: between(0, 2),
  decoderResidualBlocks: between(0, 2),
  embeddingDim: fc.constantFrom(1, 2, 5, 6, 9),
  codebookSize: between(2, 9),
  normaliseCodes: fc.boolean(),
  codebook: fc.constantFrom<VqVaeConfig["codebook"][]>(
    { update: "loss" },
    { update: "ema", decay: 0.9, epsilon: 1e-3, restartThreshold: 0.1 },
  ),
});

const PRIOR = fc.record({
  embeddingDim: fc.constantFrom(1, 2, 4, 6, 9),
  channels: fc.constantFrom(1, 3, 6, 8),
  layers: between(1, 3),
  firstKernel: fc.constantFrom(3, 5, 7),
  kernel: fc.constantFrom(3, 5),
  outputChannels: fc.constantFrom(1, 5, 8, 9),
  classes: between(0, 3),
  dropout: fc.constantFrom(0, 0.3),
});

/** Bundles of random weights, of every kind of setting, small; grids mostly not square. */
const SMALL_BUNDLES: fc.Arbitrary<Bundle> = fc.record({
  autoencoder: AUTOENCODER,
  prior: PRIOR,
  grid: fc.record({ height: between(2, 4), width: between(2, 4) }),
  downsamplings: between(1, 3),
  imageChannels: fc.constantFrom(1, 3, 4),
}).map(({ autoencoder, prior, grid, downsamplings, imageChannels: channels }) => {
  const side = 2 ** downsamplings;
  const imageShape = { channels, height: grid.height * side, width: grid.width * side };
  const config = { ...autoencoder, imageShape, downsamplings, beta: 0.25 };
  return randomBundle(config, { ...prior, codebookSize: config.codebookSize, grid });
});

/** Checks what some of these bundles are exported as, each with batches of 1 and 3. */
export async function forSmallBundles(
  open: OpenOnnx,
  numRuns: number,
  check: (exported: Exported, n: number) => Promise<void>,
): Promise<void> {
  const property = fc.asyncProperty(SMALL_BUNDLES, async (bundle) => {
    const files = bundleOnnx(bundle);
    for (const n of [1, 3]) await check({ bundle, files, open }, n);
  });
  await fc.assert(property, { numRuns, seed: 1, endOnFailure: true });
}
