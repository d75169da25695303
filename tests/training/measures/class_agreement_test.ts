import { assertAlmostEquals, assertEquals, assertGreater, assertRejects } from "@std/assert";
import { type Bundle, loadBundle } from "../../../core/bundle/mod.ts";
import { Random } from "../../../core/random/random.ts";
import { openModel } from "../../../generation/model.ts";
import {
  type Dataset,
  emptySplit,
  pixelSplit,
  type Split,
} from "../../../training/data/dataset.ts";
import { FitError } from "../../../training/measures/bundle_model.ts";
import { classAgreement, type Judgement } from "../../../training/measures/class_agreement.ts";
import { FEATURES } from "../../../training/measures/classifier.ts";
import { halvesOf } from "../../../training/measures/features.ts";
import { likenessTo } from "../../../training/measures/likeness.ts";
import { trainClassifier } from "../../../training/measures/train_classifier.ts";
import { cpuTest } from "../../support/cpu_test.ts";
import { tinyBundle } from "../../support/tiny_bundle.ts";

const SIDE = 16;
const COUNT = 70;
const CLASSES = ["left", "right"];

/** Noise that is brighter in the left or in the right half. */
function halves(count: number, seed: number) {
  const random = new Random(seed);
  const labels = Uint8Array.from({ length: count }, (_, image) => image % 2);
  const pixels = new Uint8Array(count * SIDE * SIDE).map((_, at) => {
    const bright = Math.floor(at % SIDE / (SIDE / 2)) === labels[Math.floor(at / SIDE ** 2)];
    return random.integer(128) + (bright ? 96 : 0);
  });
  return pixelSplit(pixels, SIDE * SIDE, labels);
}

const HALVES: Dataset = {
  ...{ name: "halves", licence: "CC0-1.0", source: "drawn by this test" },
  ...{ height: SIDE, width: SIDE, channels: 1, classes: CLASSES },
  splits: { train: halves(640, 1), validation: emptySplit(), test: halves(COUNT, 2) },
};

async function openTiny(classes: string[]): Promise<Bundle> {
  const files = await tinyBundle({ classes });
  return await loadBundle((name) => Promise.resolve(files.get(name)!));
}

cpuTest(
  "classAgreement() counts what the classifier reads as its class, and compares it with test images",
  async (backend) => {
    const classifier = await trainClassifier(backend, { dataset: HALVES, epochs: 3, seed: 1 });
    const bundle = await openTiny(CLASSES);
    const settings = [{ temperature: 1, guidance: 1 }, { temperature: 0.8, guidance: 2 }];
    const options = { dataset: HALVES, classifier, settings, count: COUNT };
    const { test, halves: compared, training, reconstructions, generated } = await classAgreement(
      backend,
      bundle,
      options,
    );
    assertEquals(test.count, COUNT);
    assertGreater(test.share, 0.99);

    type Images = (i: number) => Float32Array;
    const read = async (pixelsOf: Images, classOf = (i: number) => i % 2) => {
      const pixels = new Float32Array(COUNT * SIDE ** 2);
      for (let i = 0; i < COUNT; i++) pixels.set(pixelsOf(i), i * SIDE ** 2);
      const { classes, features } = await classifier.read(pixels);
      const share = classes.filter((label, i) => label === classOf(i)).length / COUNT;
      return { share, features: { count: COUNT, width: FEATURES, values: features } };
    };
    const pixelsOf = (split: Split) => (i: number) =>
      Float32Array.from(split.image(i), (byte) => byte / 255);
    const { train, test: tested } = HALVES.splits;
    const likeness = likenessTo((await read(pixelsOf(tested))).features);
    const judged = async (pixelsOf: Images, classOf?: (i: number) => number) => {
      const { share, features } = await read(pixelsOf, classOf);
      return { count: COUNT, share, ...likeness(features) };
    };
    const [half, other] = halvesOf((await read(pixelsOf(tested))).features);
    assertEquals(compared, { count: COUNT / 2, ...likenessTo(half)(other) });
    const order = new Random(1).permutation(train.count);
    assertEquals(
      training,
      await judged((i) => pixelsOf(train)(order[i]), (i) => train.labels[order[i]]),
    );
    // The serving path: one image at a time, by the reference, whose sums can differ in their last bits.
    const model = openModel(bundle);
    const assertNear = (found: Judgement, expected: Judgement) => {
      assertAlmostEquals(found.frechet, expected.frechet, 1e-3 * expected.frechet);
      assertEquals({ ...found, frechet: 0 }, { ...expected, frechet: 0 });
    };
    const rebuilt = (i: number) => model.decode(model.encode(pixelsOf(tested)(i)));
    assertNear(reconstructions, await judged(rebuilt));
    for (const [i, setting] of settings.entries()) {
      const drawn = (seed: number) =>
        model.decode(model.sample({ ...setting, seed, class: seed % 2 }).codes);
      const { temperature, guidance, ...judgement } = generated[i];
      assertEquals({ temperature, guidance }, setting);
      assertNear(judgement, await judged(drawn));
      // The bundle's weights are random: what it draws is further from test images than training images are.
      assertGreater(judgement.frechet, 2 * training.frechet);
    }
    await assertRejects(
      async () => await classAgreement(backend, await openTiny([]), options),
      FitError,
      "expected classes for a classifier",
    );
    const splits = { ...HALVES.splits, test: halves(7, 2) };
    await assertRejects(
      () => classAgreement(backend, bundle, { ...options, dataset: { ...HALVES, splits } }),
      FitError,
      'expected at least 8 test images of "halves" for a classifier to compare, got 7',
    );
    classifier.close();
  },
);
