import { assertEquals, assertGreater, assertRejects } from "@std/assert";
import { type Bundle, loadBundle } from "../../../core/bundle/mod.ts";
import { Random } from "../../../core/random/random.ts";
import { WebGpuBackend } from "../../../executors/webgpu/training_backend.ts";
import { openModel } from "../../../generation/model.ts";
import { type Dataset, emptySplit, pixelSplit } from "../../../training/data/dataset.ts";
import { FitError } from "../../../training/measures/bundle_model.ts";
import { classAgreement } from "../../../training/measures/class_agreement.ts";
import { trainClassifier } from "../../../training/measures/train_classifier.ts";
import { gpuTest } from "../../support/adapter.ts";
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

gpuTest("classAgreement() counts what the classifier reads as its class", async (device) => {
  const backend = new WebGpuBackend(device);
  const classifier = await trainClassifier(backend, { dataset: HALVES, epochs: 3, seed: 1 });
  const bundle = await openTiny(CLASSES);
  const settings = [{ temperature: 1, guidance: 1 }, { temperature: 0.8, guidance: 2 }];
  const options = { dataset: HALVES, classifier, settings, count: COUNT };
  const { test, reconstructions, generated } = await classAgreement(backend, bundle, options);
  assertGreater(test, 0.99);

  // The serving path: one image at a time, by the reference.
  const model = openModel(bundle);
  const share = async (pixelsOf: (i: number) => Float32Array) => {
    const pixels = new Float32Array(COUNT * SIDE ** 2);
    for (let i = 0; i < COUNT; i++) pixels.set(pixelsOf(i), i * SIDE ** 2);
    const read = await classifier.read(pixels);
    return read.filter((label, i) => label === i % 2).length / COUNT;
  };
  const split = HALVES.splits.test;
  const rebuilt = (i: number) =>
    model.decode(model.encode(Float32Array.from(split.image(i), (byte) => byte / 255)));
  assertEquals(reconstructions, await share(rebuilt));
  for (const [i, setting] of settings.entries()) {
    const drawn = (seed: number) =>
      model.decode(model.sample({ ...setting, seed, class: seed % 2 }).codes);
    assertEquals(generated[i], { ...setting, count: COUNT, share: await share(drawn) });
  }
  await assertRejects(
    async () => await classAgreement(backend, await openTiny([]), options),
    FitError,
    "expected classes for a classifier",
  );
  classifier.close();
});
