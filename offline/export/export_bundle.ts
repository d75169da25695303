import {
  type BundleDescription,
  type BundleGraphs,
  CODEBOOK_WEIGHT,
  loadBundle,
  packBundle,
  type Weight,
  WEIGHTS_FILE,
} from "../../core/bundle/mod.ts";
import { instantiate } from "../../core/graph/mod.ts";
import { openModel } from "../../generation/model.ts";
import { bundlePrior } from "../../generation/prior.ts";
import type { Dataset } from "../../training/data/dataset.ts";
import type { MetricsRecord } from "../metrics_log.ts";
import { type BundleMetrics } from "./bundle_metrics.ts";
import { writeCard } from "./card.ts";
import { derivedFiles } from "./derived_files.ts";
import { drawReconstructions, drawSamples } from "./pictures.ts";
import type { TracedModel } from "./trace_model.ts";
import { requireCausal } from "./require_causal.ts";
import { writeReport } from "./report.ts";
import { writeBundle } from "./write_bundle.ts";

/** What becomes a bundle. */
export interface ExportParts {
  /** Of the bundle. */
  readonly id: string;
  readonly title: string;
  readonly model: TracedModel;
  /** By the names of the graphs' parameters; what serving does not need is left out. */
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
 * @throws {NotCausalError} If the prior reads codes that are not drawn yet.
 */
export async function exportBundle(folder: string, parts: ExportParts): Promise<void> {
  const { id, title, dataset, seed, training, model: { graphs, ...model } } = parts;
  const weights = servingWeights(graphs, parts.weights);
  const description: BundleDescription = {
    id,
    title,
    ...model,
    classes: hasClasses(graphs) ? [...dataset.classes] : [],
    metrics: parts.metrics,
    seed,
    data: { name: dataset.name, licence: dataset.licence, source: dataset.source },
    training,
  };
  const codebook = weights.get(CODEBOOK_WEIGHT)?.values;
  const core = { description, graphs, weights, codebook };
  const draft = await packBundle(core);
  // The pictures are drawn from the bundle as it is stored, not from the weights in training.
  const bundle = await loadBundle((name) => Promise.resolve(draft.get(name)!));
  const opened = openModel(bundle);
  if (opened.pass === "whole grid") requireCausal(bundlePrior(bundle));
  const text = (content: string) => new TextEncoder().encode(content);
  const files = await packBundle({
    ...core,
    files: new Map([
      ...derivedFiles(bundle, draft.get(WEIGHTS_FILE)!),
      ...description.draws === null ? [] : [["samples.png", drawSamples(opened)] as const],
      ["reconstructions.png", drawReconstructions(opened, dataset.splits.test)],
      ["README.md", text(writeCard(description, { command: parts.command, pass: opened.pass }))],
      ["report.html", text(writeReport(description, parts.records))],
    ]),
  });
  await writeBundle(folder, files);
}

/** Whether the prior takes a class. */
function hasClasses({ logits }: BundleGraphs): boolean {
  return logits !== undefined && instantiate(logits, 1).inputs.has("class");
}

/** The weights that the graphs take, with their shapes. @throws {RangeError} If one is missing. */
function servingWeights(
  graphs: BundleGraphs,
  weights: ReadonlyMap<string, Float32Array>,
): Map<string, Weight> {
  const served = new Map<string, Weight>();
  for (const graph of Object.values(graphs)) {
    for (const [name, { tensor: { shape } }] of instantiate(graph, 1).parameters) {
      const values = weights.get(name);
      if (!values) {
        throw new RangeError(
          `Cannot export weight "${name}": expected its values in the run, got none`,
        );
      }
      served.set(name, { shape, values });
    }
  }
  return served;
}
