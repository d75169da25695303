import fc from "fast-check";
import type { Bundle } from "../../../core/bundle/mod.ts";
import { bundleOnnx } from "../../../engine/onnx/bundle_onnx.ts";
import { PixelCnnConfig } from "../../../models/pixel_cnn_config.ts";
import { gridShape, VqVaeConfig } from "../../../models/vq_vae_config.ts";
import { randomBundle } from "../../core/sampling/random_bundle.ts";
import type { OpenOnnx } from "../../support/onnx_runtime.ts";
import type { Exported } from "./compare_models.ts";

const between = (min: number, max: number) => fc.integer({ min, max });

/** Widths that settings take. */
interface Widths {
  readonly channels: readonly number[];
  readonly embeddingDims: readonly number[];
  readonly others: readonly number[];
}

/** Every kind of width, small. */
export const ANY: Widths = {
  channels: [2, 6],
  embeddingDims: [1, 2, 5, 6],
  others: [1, 2, 3, 5, 9],
};

/**
 * Those that the WebGPU provider of ONNX Runtime 1.29.0 computes rightly, as seen on Deno's WebGPU. It
 * mixes up 1×1 convolutions with and without relu that have less than 8 channels on both sides, and
 * larger kernels over 6, 9, 15 … channels (multiples of 3, not of 4, but 3) give wrong numbers.
 */
export const RIGHT_ON_WEBGPU: Widths = {
  channels: [8, 16],
  embeddingDims: [1, 2, 3, 4, 5, 8],
  others: [8, 10, 16],
};

/** Bundles of random weights, of every kind of setting; grids mostly not square. */
function smallBundles({ channels, embeddingDims, others }: Widths): fc.Arbitrary<Bundle> {
  const autoencoder = fc.record({
    channels: fc.constantFrom(...channels),
    residualChannels: fc.constantFrom(...others),
    encoderResidualBlocks: between(0, 2),
    decoderResidualBlocks: between(0, 2),
    embeddingDim: fc.constantFrom(...embeddingDims),
    codebookSize: between(2, 9),
    normaliseCodes: fc.boolean(),
    codebook: fc.constantFrom(
      { update: "loss" },
      { update: "ema", decay: 0.9, epsilon: 1e-3, restartThreshold: 0.1 },
    ),
  });
  const prior = fc.record({
    embeddingDim: fc.constantFrom(...embeddingDims),
    channels: fc.constantFrom(...channels),
    layers: between(1, 3),
    firstKernel: fc.constantFrom(3, 5, 7),
    kernel: fc.constantFrom(3, 5),
    outputChannels: fc.constantFrom(...others),
    classes: between(0, 3),
    dropout: fc.constantFrom(0, 0.3),
  });
  return fc.record({
    autoencoder,
    prior,
    grid: fc.record({ height: between(2, 4), width: between(2, 4) }),
    downsamplings: between(1, 3),
    imageChannels: fc.constantFrom(1, 3, 4),
  }).map(({ autoencoder, prior, grid, downsamplings, imageChannels }) => {
    const side = 2 ** downsamplings;
    const image = { height: grid.height * side, width: grid.width * side };
    const imageShape = { channels: imageChannels, ...image };
    const config = VqVaeConfig.parse({ ...autoencoder, imageShape, downsamplings, beta: 0.25 });
    const { codebookSize } = config;
    return randomBundle(
      config,
      PixelCnnConfig.parse({ ...prior, codebookSize, grid: gridShape(config) }),
    );
  });
}

/** Checks what some of these bundles are exported as, each with batches of 1 and 3. */
export async function forSmallBundles(
  { open, numRuns, widths }: { open: OpenOnnx; numRuns: number; widths: Widths },
  check: (exported: Exported, n: number) => Promise<void>,
): Promise<void> {
  const property = fc.asyncProperty(smallBundles(widths), async (bundle) => {
    const files = bundleOnnx(bundle);
    for (const n of [1, 3]) await check({ bundle, files, open }, n);
  });
  await fc.assert(property, { numRuns, seed: 1, endOnFailure: true });
}
