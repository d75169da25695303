import {
  type BundleDescription,
  CODEBOOK_WEIGHT,
  packBundle,
  type Weight,
} from "../../core/bundle/mod.ts";
import { type GraphFile, instantiate } from "../../core/graph/mod.ts";
import { Random } from "../../core/random/random.ts";
import { completeBundle } from "../../offline/export/complete_bundle.ts";
import type { VqVaeModel } from "../../models/autoencoders/vq_vae_config.ts";
import { traceConfigs } from "./trace_configs.ts";

/** What may differ between tiny bundles. */
export interface TinyBundleOptions {
  readonly id?: string;
  /** Default `["zero", "one"]`. */
  readonly classes?: string[];
  readonly seed?: number;
  /** Of the prior; more makes it slower. Default 4. */
  readonly channels?: number;
  /** Whether its folder holds ONNX files and packed weights too. */
  readonly complete?: boolean;
}

const AUTOENCODER: VqVaeModel = {
  imageShape: { channels: 1, height: 16, width: 16 },
  channels: 4,
  residualChannels: 2,
  encoderResidualBlocks: 0,
  decoderResidualBlocks: 1,
  downsamplings: 2,
  embeddingDim: 2,
  codebookSize: 8,
  beta: 0.25,
  codebook: { update: "loss" },
  normaliseCodes: false,
};
const GRID = { height: 4, width: 4 };

/** The files of a real bundle with random weights: grey pictures of 16 x 16, 4 x 4 codes of 8. */
export async function tinyBundle(
  { id = "tiny", classes = ["zero", "one"], seed = 1, channels = 4 }: TinyBundleOptions = {},
): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  const prior = {
    codebookSize: AUTOENCODER.codebookSize,
    grid: GRID,
    embeddingDim: 4,
    channels,
    layers: 2,
    firstKernel: 5,
    kernel: 3,
    outputChannels: 8,
    classes: classes.length,
    dropout: 0,
  };
  const { graphs, ...traced } = traceConfigs(AUTOENCODER, prior);
  const random = new Random(seed);
  const weights = new Map<string, Weight>([
    ...drawWeights([graphs.encode!, graphs.decode!], random),
    ...drawWeights([graphs.logits!], random),
  ]);
  const codebook = weights.get(CODEBOOK_WEIGHT)!.values;
  const description: BundleDescription = {
    id,
    title: `Tiny ${id}`,
    ...traced,
    classes,
    metrics: { mse: { value: 0.5, dataset: "none", split: "test" } },
    seed,
    data: { name: "none", licence: "CC0-1.0", source: "random weights" },
    training: { steps: { prior: 0 }, seconds: 0, adapter: "none" },
  };
  const card = new TextEncoder().encode(`# Tiny ${id}\n`);
  return await packBundle({
    description,
    graphs,
    weights,
    weightType: "F32",
    codebook,
    files: new Map([["README.md", card]]),
  });
}

/** Writes a tiny bundle to `{folder}/{id}/`. */
export async function writeTinyBundle(folder: string, options: TinyBundleOptions = {}) {
  const path = `${folder}/${options.id ?? "tiny"}`;
  await Deno.mkdir(path, { recursive: true });
  for (const [name, bytes] of await tinyBundle(options)) {
    await Deno.writeFile(`${path}/${name}`, bytes);
  }
  if (options.complete) await completeBundle(path);
}

/** A first value of each parameter, by its name in a bundle; normal where the graph would have 0. */
function drawWeights(files: readonly GraphFile[], random: Random) {
  const weights = new Map<string, Weight>();
  for (const file of files) {
    for (const [name, { tensor: { shape, size } }] of instantiate(file, 1).parameters) {
      const values = Float32Array.from({ length: size }, () => random.normal() * 0.5);
      if (!weights.has(name)) weights.set(name, { shape, values });
    }
  }
  return weights;
}

/** Runs a test on a folder with one tiny bundle. */
export async function withTinyBundle(test: (models: string) => Promise<void>): Promise<void> {
  const models = await Deno.makeTempDir();
  try {
    await writeTinyBundle(models);
    await test(models);
  } finally {
    await Deno.remove(models, { recursive: true });
  }
}
