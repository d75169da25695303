import { type BundleDescription, packBundle, type Weight } from "../../core/bundle/mod.ts";
import { Graph } from "../../core/graph/mod.ts";
import { Random } from "../../core/random/random.ts";
import { pixelCnnLogits } from "../../models/priors/pixel_cnn.ts";
import { completeBundle } from "../../offline/export/complete_bundle.ts";
import { PixelCnnConfig } from "../../models/priors/pixel_cnn_config.ts";
import { vqVaeCodes, vqVaeDecode } from "../../models/autoencoders/vq_vae.ts";
import { VqVaeConfig } from "../../models/autoencoders/vq_vae_config.ts";

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

const AUTOENCODER = VqVaeConfig.parse({
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
});
const GRID = { height: 4, width: 4 };

/** The files of a real bundle with random weights: grey pictures of 16 x 16, 4 x 4 codes of 8. */
export async function tinyBundle(
  { id = "tiny", classes = ["zero", "one"], seed = 1, channels = 4 }: TinyBundleOptions = {},
): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  const prior = PixelCnnConfig.parse({
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
  });
  const random = new Random(seed);
  const weights = new Map<string, Weight>([
    ...drawWeights("autoencoder", autoencoderGraphs(), random),
    ...drawWeights("prior", [priorGraph(prior)], random),
  ]);
  const codebook = weights.get("autoencoder.codebook.entries")!.values;
  const description: BundleDescription = {
    id,
    title: `Tiny ${id}`,
    image: { height: 16, width: 16, channels: 1 },
    grid: GRID,
    codebook: { size: AUTOENCODER.codebookSize, dim: AUTOENCODER.embeddingDim },
    classes,
    models: {
      autoencoder: { kind: "vq_vae", config: AUTOENCODER },
      prior: { kind: "pixel_cnn", config: prior },
    },
    metrics: { mse: { value: 0.5, dataset: "none", split: "test" } },
    seed,
    data: { name: "none", licence: "CC0-1.0", source: "random weights" },
    training: { steps: { prior: 0 }, seconds: 0, adapter: "none" },
  };
  const card = new TextEncoder().encode(`# Tiny ${id}\n`);
  return await packBundle({
    description,
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

function autoencoderGraphs(): Graph[] {
  const { channels, height, width } = AUTOENCODER.imageShape;
  const encoder = new Graph(), decoder = new Graph();
  vqVaeCodes(encoder, AUTOENCODER, encoder.input("pixels", [1, channels, height, width]));
  const codes = decoder.input("codes", [1, GRID.height, GRID.width], "u32");
  vqVaeDecode(decoder, AUTOENCODER, codes);
  return [encoder, decoder];
}

function priorGraph(config: PixelCnnConfig): Graph {
  const graph = new Graph();
  const codes = graph.input("codes", [1, GRID.height, GRID.width], "u32");
  const label = config.classes > 0 ? { class: graph.input("class", [1], "u32") } : {};
  pixelCnnLogits(graph, config, { codes, ...label });
  return graph;
}

/** A first value of each parameter, by its name in a bundle; normal where the graph would have 0. */
function drawWeights(stage: string, graphs: readonly Graph[], random: Random) {
  const weights = new Map<string, Weight>();
  for (const graph of graphs) {
    for (const [name, { tensor: { shape, size } }] of graph.parameters) {
      const values = Float32Array.from({ length: size }, () => random.normal() * 0.5);
      if (!weights.has(`${stage}.${name}`)) weights.set(`${stage}.${name}`, { shape, values });
    }
  }
  return weights;
}
