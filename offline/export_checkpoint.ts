import type { TrainingBackend } from "../training/backend.ts";
import type { Dataset } from "../training/data/dataset.ts";
import { holdOut } from "../training/data/hold_out.ts";
import { hashSplit } from "./data/hash_split.ts";
import { type BundleMetrics, bundleMetrics } from "./export/bundle_metrics.ts";
import { exportBundle } from "./export/export_bundle.ts";
import { traceModel } from "./export/trace_model.ts";
import { type Checkpoint } from "./checkpoint.ts";
import { CheckpointError } from "./checkpoint_error.ts";
import type { MetricsRecord } from "./metrics_log.ts";
import { checkpointWeights, requireLastStage } from "./checkpoint_model.ts";
import { stepsOf } from "../models/recipe.ts";
import { stageOf } from "./checkpoint.ts";
import type { Report } from "../training/measures/compute.ts";
import { measureModel } from "../training/measures/measure_model.ts";

/** What a bundle is made of besides its checkpoint. */
export interface CheckpointExport {
  /** Of the checkpoint, for errors. */
  readonly path: string;
  /** Of the bundle; the last part is its id. */
  readonly folder: string;
  /** The one that the run was trained on. */
  readonly dataset: Dataset;
  readonly records: readonly MetricsRecord[];
  /** How a person makes the bundle again. */
  readonly command: string;
  readonly report?: Report;
}

/**
 * Measures the model of a checkpoint on the test split and writes it as a bundle.
 * @throws {UnfinishedError} If the run has not reached its last stage.
 * @throws {CheckpointError} If the run was trained on other images.
 */
export async function exportCheckpoint(
  backend: TrainingBackend,
  checkpoint: Checkpoint,
  { path, folder, dataset, records, command, report }: CheckpointExport,
): Promise<BundleMetrics> {
  requireLastStage(checkpoint, path);
  requireSameData(checkpoint, dataset, path);
  const { recipe, pictures, state } = checkpoint;
  const model = traceModel(recipe, pictures);
  const weights = checkpointWeights(checkpoint);
  const { graphs, space } = model, { classes } = pictures;
  const trained = { graphs, space, classes, weights };
  const measured = await measureModel(backend, trained, { split: dataset.splits.test, report });
  const metrics = bundleMetrics(measured, { space, dataset: dataset.name });
  await exportBundle(folder, {
    id: folder.split("/").at(-1)!,
    title: recipe.title,
    model,
    weights,
    metrics,
    dataset,
    seed: checkpoint.seed,
    training: {
      steps: { ...stepsOf(recipe), [stageOf(checkpoint).role]: state.step },
      seconds: Math.round(checkpoint.seconds),
      adapter: checkpoint.adapter,
      created: new Date().toISOString(),
    },
    records,
    command,
  });
  return metrics;
}

/** Other images than those of the run might have been trained on: its test split is then none. */
function requireSameData(
  { recipe, dataset: { name, trainHash } }: Checkpoint,
  dataset: Dataset,
  path: string,
): void {
  const { train } = holdOut(dataset, recipe.validation).splits;
  if (hashSplit(train) === trainHash) return;
  throw new CheckpointError(
    path,
    `expected the images of "${name}" that it was trained on, got others from "${dataset.name}"`,
  );
}
