import type { Recipe } from "../../models/recipe.ts";
import { type Dataset, picturesOf } from "../../training/data/dataset.ts";
import { readMetrics } from "../metrics_log.ts";
import type { RunResult } from "../run.ts";
import { type BundleMetrics, bundleMetrics } from "./bundle_metrics.ts";
import { exportBundle } from "./export_bundle.ts";
import { traceModel } from "./trace_model.ts";

/** A finished run, and what its bundle says about it. */
export interface FinishedRun {
  readonly recipe: Recipe;
  readonly dataset: Dataset;
  readonly result: RunResult;
  readonly seed: number;
  /** Name of the device. */
  readonly adapter: string;
  /** Folder of the run. */
  readonly directory: string;
  /** How a person makes the bundle again. */
  readonly command: string;
}

/**
 * Writes the bundle of a finished run. @param out Its folder, whose last part is the bundle's id.
 * @returns What was measured.
 * @throws {RangeError} If a weight is missing or not finite. @throws {WriteError}
 */
export async function exportRun(out: string, run: FinishedRun): Promise<BundleMetrics> {
  const { recipe, dataset, result: { weights, steps, seconds, ...result }, seed, adapter } = run;
  const model = traceModel(recipe, picturesOf(dataset));
  const metrics = bundleMetrics(result.metrics, { space: model.space, dataset: dataset.name });
  await exportBundle(out, {
    id: out.split("/").at(-1)!,
    title: recipe.title,
    model,
    weights,
    metrics,
    dataset,
    seed,
    training: {
      steps: { ...steps },
      seconds: Math.round(seconds),
      adapter,
      created: new Date().toISOString(),
    },
    records: await readMetrics(`${run.directory}/metrics.jsonl`),
    command: run.command,
  });
  return metrics;
}
