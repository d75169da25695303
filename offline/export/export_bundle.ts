import {
  type BundleDescription,
  loadBundle,
  packBundle,
  type Weight,
  WEIGHTS_FILE,
} from "../../core/bundle/mod.ts";
import { Graph } from "../../core/graph/mod.ts";
import { openModel } from "../../generation/model.ts";
import { pixelCnnLogits } from "../../models/priors/pixel_cnn.ts";
import { vqVaeCodes, vqVaeDecode } from "../../models/autoencoders/vq_vae.ts";
import { gridShape } from "../../models/autoencoders/vq_vae_config.ts";
import type { Dataset } from "../../training/data/dataset.ts";
import type { ModelConfigs } from "../../generation/model_configs.ts";
import type { MetricsRecord } from "../metrics_log.ts";
import { type BundleMetrics } from "./bundle_metrics.ts";
import { writeCard } from "./card.ts";
import { derivedFiles } from "./derived_files.ts";
import { drawReconstructions, drawSamples } from "./pictures.ts";
import { writeReport } from "./report.ts";
import { writeBundle } from "./write_bundle.ts";

/** What becomes a bundle. */
export interface ExportParts {
  readonly config: ModelConfigs & { readonly id: string; readonly title: string };
  /** `autoencoder.…` and `prior.…`; what serving does not need is left out. */
  readonly weights: ReadonlyMap<string, Float32Array>;
  readonly metrics: BundleMetrics;
  readonly dataset: Dataset;
  readonly seed: number;
  readonly training: BundleDescription["training"];
  readonly records: readonly MetricsRecord[];
  /** How a person makes the bundle again. */
  readonly command: string;
}

/**
 * Writes a bundle into a folder: each file whole or not at all, the manifest last.
 * @throws {RangeError} If a weight is missing or not finite.
 */
export async function exportBundle(folder: string, parts: ExportParts): Promise<void> {
  const { config, dataset, seed, training } = parts;
  const { imageShape, codebookSize, embeddingDim } = config.autoencoder;
  const weights = servingWeights(config, parts.weights);
  const description: BundleDescription = {
    id: config.id,
    title: config.title,
    image: {
      height: imageShape.height,
      width: imageShape.width,
      channels: imageShape.channels as 1 | 3 | 4,
    },
    grid: gridShape(config.autoencoder),
    codebook: { size: codebookSize, dim: embeddingDim },
    classes: config.prior.classes > 0 ? [...dataset.classes] : [],
    models: {
      autoencoder: { kind: "vq_vae", config: config.autoencoder },
      prior: { kind: "pixel_cnn", config: config.prior },
    },
    metrics: parts.metrics,
    seed,
    data: { name: dataset.name, licence: dataset.licence, source: dataset.source },
    training,
  };
  const codebook = weights.get("autoencoder.codebook.entries")!.values;
  const core = { description, weights, codebook };
  const draft = await packBundle(core);
  // The pictures are drawn from the bundle as it is stored, not from the weights in training.
  const bundle = await loadBundle((name) => Promise.resolve(draft.get(name)!));
  const model = openModel(bundle);
  const text = (content: string) => new TextEncoder().encode(content);
  const files = await packBundle({
    ...core,
    files: new Map([
      ...derivedFiles(bundle, draft.get(WEIGHTS_FILE)!),
      ["samples.png", drawSamples(model)],
      ["reconstructions.png", drawReconstructions(model, dataset.splits.test)],
      ["README.md", text(writeCard(description, parts.command))],
      ["report.html", text(writeReport(description, parts.records))],
    ]),
  });
  await writeBundle(folder, files);
}

/** The weights that encoding, decoding and sampling use, with their shapes. */
function servingWeights(
  { autoencoder, prior }: ModelConfigs,
  weights: ReadonlyMap<string, Float32Array>,
): Map<string, Weight> {
  const first = new Graph();
  const { channels, height, width } = autoencoder.imageShape;
  const codes = vqVaeCodes(first, autoencoder, first.input("pixels", [1, channels, height, width]));
  vqVaeDecode(first, autoencoder, codes);
  const second = new Graph();
  const { grid, classes } = prior;
  pixelCnnLogits(second, prior, {
    codes: second.input("codes", [1, grid.height, grid.width], "u32"),
    ...classes > 0 && { class: second.input("class", [1], "u32") },
  });
  const served = new Map<string, Weight>();
  for (const [stage, graph] of [["autoencoder", first], ["prior", second]] as const) {
    for (const [name, { tensor }] of graph.parameters) {
      const full = `${stage}.${name}`;
      const values = weights.get(full);
      if (!values) throw new RangeError(`Cannot export weight "${full}" as the run has none`);
      served.set(full, { shape: tensor.shape, values });
    }
  }
  return served;
}
