import type { TrainingBackend } from "../training/backend.ts";
import type { Bundle } from "../core/bundle/mod.ts";
import type { Dataset } from "../training/data/dataset.ts";
import { type BundleMetrics, bundleMetrics } from "./export/bundle_metrics.ts";
import { bundleModel, requireFit } from "../training/measures/bundle_model.ts";
import type { Report } from "../training/measures/compute.ts";
import { measureModel } from "../training/measures/measure_model.ts";

/**
 * Measures a bundle on the test split of a data set, under the names that manifests use, and how much a prior with
 * classes loses where it sees none.
 * @throws {FitError} If the data set's images or classes are not the model's.
 */
export async function evaluateBundle(
  backend: TrainingBackend,
  bundle: Bundle,
  { dataset, report }: { dataset: Dataset; report?: Report },
): Promise<BundleMetrics> {
  requireFit(bundle.manifest, dataset);
  const model = bundleModel(bundle);
  const options = { split: dataset.splits.test, marginal: true, report };
  const metrics = await measureModel(backend, model, options);
  return bundleMetrics(metrics, { space: bundle.manifest.space, dataset: dataset.name });
}
