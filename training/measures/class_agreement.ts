import type { TrainingBackend } from "../backend.ts";
import type { Bundle } from "../../core/bundle/mod.ts";
import { Random } from "../../core/random/random.ts";
import { type Model, openModel } from "../../generation/model.ts";
import { fillBatch } from "../data/batch.ts";
import { type Dataset, type Split, subset } from "../data/dataset.ts";
import { bundleModel, requireClasses, requireComparable, requireFit } from "./bundle_model.ts";
import type { Report } from "./compute.ts";
import { halvesOf } from "./features.ts";
import { type Likeness, likenessTo } from "./likeness.ts";
import { CODEC_BATCH, type PictureCodec, pictureCodec } from "./picture_codec.ts";
import { type PictureSource, readPictures } from "./read_pictures.ts";
import type { Classifier } from "./train_classifier.ts";

/** How images are drawn that a classifier then reads. */
export interface DrawSettings {
  readonly temperature: number;
  readonly guidance: number;
}

/** What a classifier makes of a set of images: the share that it reads as their class, and how alike to test images. */
export interface Judgement extends Likeness {
  readonly count: number;
  readonly share: number;
}

/** Real, rebuilt and generated images, as a classifier reads them. */
export interface ClassAgreement {
  /** The real test images: how far the classifier itself can be trusted. */
  readonly test: { readonly count: number; readonly share: number };
  /** Half of the test images against the other half: what images of the same kind reach. */
  readonly halves: Likeness & { readonly count: number };
  /** As many real training images as are generated: what to expect at best. */
  readonly training: Judgement;
  /** What the codes keep of the test images. */
  readonly reconstructions: Judgement;
  /** As many of each class, image i with seed i and class i mod classes. */
  readonly generated: readonly (DrawSettings & Judgement)[];
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

const TRAINING_SEED = 1;

/**
 * Lets a classifier read real, rebuilt and generated images.
 * @throws {FitError} If the model has no classes, or the data set is of another kind or too small to compare with.
 */
export async function classAgreement(
  backend: TrainingBackend,
  bundle: Bundle,
  { dataset, classifier, kernels, settings, count, report }: AgreementOptions,
): Promise<ClassAgreement> {
  requireFit(bundle.manifest, dataset);
  requireClasses(bundle.manifest);
  requireComparable(bundle.manifest, dataset);
  const codec = pictureCodec(backend, bundleModel(bundle));
  const model = openModel(bundle, kernels);
  const { train, test } = dataset.splits;
  const read = (source: PictureSource) => readPictures(classifier, source, report);
  try {
    const real = await read(splitSource("reading test images", test));
    const likeness = likenessTo(real.features);
    const judge = async (source: PictureSource): Promise<Judgement> => {
      const { share, features } = await read(source);
      return { count: source.count, share, ...likeness(features) };
    };
    const [half, other] = halvesOf(real.features);
    const halves = { count: half.count, ...likenessTo(half)(other) };
    const some = drawnFrom(train, Math.min(count, train.count));
    const training = await judge(splitSource("reading training images", some));
    const reconstructions = await judge(rebuiltSource(test, codec));
    const generated: ClassAgreement["generated"][number][] = [];
    for (const setting of settings) {
      const source = drawnSource(model, codec, { setting, count });
      generated.push({ ...setting, ...await judge(source) });
    }
    return {
      test: { count: test.count, share: real.share },
      halves,
      training,
      reconstructions,
      generated,
    };
  } finally {
    codec.close();
  }
}

/** Images of a split, drawn at random, as the order of a file can have a period; the same at every call. */
function drawnFrom(split: Split, count: number): Split {
  return subset(split, new Random(TRAINING_SEED).permutation(split.count).slice(0, count));
}

function splitSource(what: string, split: Split): PictureSource {
  const pixels = new Float32Array(CODEC_BATCH * split.image(0).length);
  return {
    what,
    count: split.count,
    classOf: (index) => split.labels[index],
    pixels: (indices) => {
      fillBatch(split, indices, pixels);
      return pixels;
    },
  };
}

function rebuiltSource(split: Split, codec: PictureCodec): PictureSource {
  const source = splitSource("reading reconstructions", split);
  return { ...source, pixels: async (indices) => codec.rebuild(await source.pixels(indices)) };
}

function drawnSource(
  model: Model,
  codec: PictureCodec,
  { setting, count }: { setting: DrawSettings; count: number },
): PictureSource {
  const { grid, classes } = model.manifest;
  const size = grid.height * grid.width;
  const codes = new Uint32Array(CODEC_BATCH * size);
  const classOf = (seed: number) => seed % classes.length;
  return {
    what: `drawing at temperature ${setting.temperature}, guidance ${setting.guidance}`,
    count,
    classOf,
    pixels: (indices) => {
      const drawn = model.sampleAll(
        Array.from(indices, (seed) => ({ ...setting, seed, class: classOf(seed) })),
      );
      drawn.forEach((grid, item) => codes.set(grid.codes, item * size));
      return codec.decode(codes);
    },
  };
}
