import type { Bundle, Manifest } from "../../core/bundle/mod.ts";
import { modelValues } from "../../generation/model_values.ts";
import type { Dataset } from "../data/dataset.ts";
import type { TrainedModel } from "./measure_model.ts";
import { NEIGHBOURS } from "./precision_recall.ts";

/** Images that a bundle's model does not take, or has other classes for. */
export class FitError extends Error {
  constructor({ id }: Manifest, rule: string, state: string) {
    super(`Cannot evaluate ${id}: expected ${rule}, got ${state}`);
    this.name = "FitError";
  }
}

/** The model of a bundle as it is measured. @throws {FitError} If it cannot encode. */
export function bundleModel(bundle: Bundle): TrainedModel {
  const { manifest, graphs } = bundle;
  if (!graphs.encode) throw new FitError(manifest, "the model to encode", "no encoder");
  const { space, classes } = manifest;
  return { graphs, space, classes: classes.length, weights: modelValues(bundle) };
}

/** @throws {FitError} If the model has no classes. */
export function requireClasses(manifest: Manifest): void {
  if (manifest.classes.length > 0) return;
  throw new FitError(manifest, "classes for a classifier to read", "none");
}

/** @throws {FitError} If the data set's images or classes are not the model's, or it has no test split. */
export function requireFit(manifest: Manifest, dataset: Dataset): void {
  const { image, classes } = manifest;
  const wanted = [image.channels, image.height, image.width].join(", ");
  const found = [dataset.channels, dataset.height, dataset.width].join(", ");
  if (wanted !== found) {
    const rule = `images of "${dataset.name}" to be [${wanted}]`;
    throw new FitError(manifest, rule, `[${found}]`);
  }
  if (classes.length > 0 && JSON.stringify(classes) !== JSON.stringify(dataset.classes)) {
    const rule = `classes of "${dataset.name}" to be ${classes.join(", ")}`;
    throw new FitError(manifest, rule, dataset.classes.join(", ") || "none");
  }
  if (dataset.splits.test.count === 0) {
    throw new FitError(manifest, `test images of "${dataset.name}"`, "none");
  }
}

/** @throws {FitError} If train or test split has too few images for each to have neighbours to be compared by. */
export function requireComparable(manifest: Manifest, { name, splits }: Dataset): void {
  for (const split of ["train", "test"] as const) {
    const { count } = splits[split];
    const least = 2 * (NEIGHBOURS + 1); // Halves are compared, too.
    if (count >= least) continue;
    const rule = `at least ${least} ${split} images of "${name}" for a classifier to compare`;
    throw new FitError(manifest, rule, `${count}`);
  }
}
