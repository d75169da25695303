import type { TrainingBackend } from "../backend.ts";
import type { Bundle } from "../../core/bundle/mod.ts";
import { type Model, openModel } from "../../generation/model.ts";
import { fillBatch } from "../data/batch.ts";
import type { Dataset, Split } from "../data/dataset.ts";
import { evaluationBatches } from "../evaluation_batches.ts";
import { bundleModel, requireClasses, requireFit } from "./bundle_model.ts";
import type { Report } from "./compute.ts";
import { CODEC_BATCH, type PictureCodec, pictureCodec } from "./picture_codec.ts";
import type { Classifier } from "./train_classifier.ts";

/** How images are drawn that a classifier then reads. */
export interface DrawSettings {
  readonly temperature: number;
  readonly guidance: number;
}

/** Shares of images that a classifier reads as their class. */
export interface ClassAgreement {
  /** Of the real test images: how far the classifier itself can be trusted. */
  readonly test: number;
  /** Of what the codes keep of them. */
  readonly reconstructions: number;
  /** Of generated images, as many of each class, image i with seed i and class i mod classes. */
  readonly generated:
    readonly (DrawSettings & { readonly count: number; readonly share: number })[];
}

/** What is compared. */
export interface AgreementOptions {
  readonly dataset: Dataset;
  readonly classifier: Classifier;
  /** The WASM kernels, with which the bundle draws as it is served; without them in plain TypeScript. */
  readonly kernels?: WebAssembly.Module;
  readonly settings: readonly DrawSettings[];
  /** Images drawn for each of the settings. */
  readonly count: number;
  readonly report?: Report;
}

/**
 * Lets a classifier read real, rebuilt and generated images.
 * @throws {FitError} If the model has no classes, or the data set is of another kind.
 */
export async function classAgreement(
  backend: TrainingBackend,
  bundle: Bundle,
  { dataset, classifier, kernels, settings, count, report }: AgreementOptions,
): Promise<ClassAgreement> {
  requireFit(bundle.manifest, dataset);
  requireClasses(bundle.manifest);
  const codec = pictureCodec(backend, bundleModel(bundle));
  const model = openModel(bundle, kernels);
  const readers = { bundle, model, codec, classifier, report };
  try {
    const real = await readSplit(dataset.splits.test, readers);
    const generated: ClassAgreement["generated"][number][] = [];
    for (const setting of settings) {
      const share = await readGenerated(readers, setting, count);
      generated.push({ ...setting, count, share });
    }
    return { ...real, generated };
  } finally {
    codec.close();
  }
}

interface Readers {
  readonly bundle: Bundle;
  readonly model: Model;
  readonly codec: PictureCodec;
  readonly classifier: Classifier;
  readonly report?: Report;
}

async function readSplit(
  split: Split,
  { bundle: { manifest: { image } }, codec, classifier, report }: Readers,
): Promise<{ test: number; reconstructions: number }> {
  const pixels = new Float32Array(CODEC_BATCH * image.channels * image.height * image.width);
  const right = { test: 0, reconstructions: 0 };
  for (const { indices, used } of evaluationBatches(split.count, CODEC_BATCH)) {
    fillBatch(split, indices, pixels);
    const labels = Array.from(indices.subarray(0, used), (index) => split.labels[index]);
    right.test += agreeing(await classifier.read(pixels), labels);
    right.reconstructions += agreeing(await classifier.read(await codec.rebuild(pixels)), labels);
    report?.("reading test images", indices[0] + used, split.count);
  }
  return { test: right.test / split.count, reconstructions: right.reconstructions / split.count };
}

async function readGenerated(
  { bundle, model, codec, classifier, report }: Readers,
  setting: DrawSettings,
  count: number,
): Promise<number> {
  const { grid, classes } = bundle.manifest;
  const size = grid.height * grid.width;
  const codes = new Uint32Array(CODEC_BATCH * size);
  const what = `drawing at temperature ${setting.temperature}, guidance ${setting.guidance}`;
  let right = 0;
  for (const { indices, used } of evaluationBatches(count, CODEC_BATCH)) {
    const labels = Array.from(indices.subarray(0, used), (seed) => seed % classes.length);
    const drawn = model.sampleAll(
      labels.map((label, item) => ({ ...setting, seed: indices[item], class: label })),
    );
    drawn.forEach((grid, item) => codes.set(grid.codes, item * size));
    right += agreeing(await classifier.read(await codec.decode(codes)), labels);
    report?.(what, indices[0] + used, count);
  }
  return right / count;
}

function agreeing(read: Uint32Array, labels: readonly number[]): number {
  return labels.filter((label, item) => read[item] === label).length;
}
