import { type Command, type Given, runCommand } from "../cli/command.ts";
import { CommandError } from "../cli/errors.ts";
import { type Bundle, loadBundle, MANIFEST_FILE } from "../core/bundle/mod.ts";
import type { Dataset } from "../training/data/dataset.ts";
import { DATASET_NAMES, openDataset } from "../offline/data/open_dataset.ts";
import type { TrainingBackend } from "../training/backend.ts";
import {
  requireClasses,
  requireComparable,
  requireFit,
} from "../training/measures/bundle_model.ts";
import { type ClassAgreement, classAgreement } from "../training/measures/class_agreement.ts";
import { evaluateBundle } from "../offline/evaluate_bundle.ts";
import { AGREEMENT_NOTES, agreementTable, metricsTable } from "../offline/tables.ts";
import { trainClassifier } from "../training/measures/train_classifier.ts";
import { wasmKernels } from "../serving/deno/wasm_kernels.ts";
import { dataDirectory } from "../cli/data_directory.ts";
import { DEVICE_FLAGS, deviceOptions } from "./device/device_flags.ts";
import { openDevice } from "./device/open_device.ts";
import { showDevices } from "./device/show_devices.ts";
import { StepBar } from "./step_bar.ts";

const FLAGS = {
  data: {
    type: "string",
    value: "NAME|FOLDER",
    help: "images to measure on (default: the set the bundle was trained on)",
  },
  classifier: {
    type: "boolean",
    help: "train a small classifier to read generated images, and compare them with test images " +
      "by its features; takes minutes",
  },
  json: { type: "boolean", help: "JSON instead of a table" },
  ...DEVICE_FLAGS,
} as const;

const COMMAND: Command<typeof FLAGS> = {
  task: "evaluate",
  summary: "Measures a bundle on the test split of a data set and compares with its manifest.",
  positionals: [{
    name: "bundle",
    help: "a bundle's folder, or the id of one in static/models",
    required: true,
  }],
  flags: FLAGS,
};

const MODELS = "static/models";
const SETTINGS = [
  { temperature: 1, guidance: 1 },
  { temperature: 0.8, guidance: 1 },
  { temperature: 1, guidance: 1.5 },
];
const DRAWN = 10_000;
const CLASSIFIER = { epochs: 3, seed: 1 };

const bar = StepBar.stderr();
const report = bar.show.bind(bar);

async function evaluate({ values, words }: Given<typeof FLAGS>): Promise<void> {
  if (values.device === "") return await showDevices();
  const bundle = await openBundle(words[0]);
  const { manifest, version } = bundle;
  if (values.classifier) requireClasses(manifest);
  const dataset = await openData(bundle, values.data);
  requireFit(manifest, dataset);
  if (values.classifier) requireComparable(manifest, dataset);
  const say = (text: string) => bar.say(text);
  const device = await openDevice("measuring", { ...deviceOptions(values), say });
  const images = dataset.splits.test.count;
  say(`measuring ${manifest.id} with ${images} test images of ${dataset.name}`);
  const { backend } = device;
  const measured = await evaluateBundle(backend, bundle, { dataset, report });
  const agreement = values.classifier ? await readClasses(backend, bundle, dataset) : undefined;
  device.close();
  if (values.json) {
    const { id, metrics: stated } = manifest;
    const source = { dataset: dataset.name, split: "test", images, adapter: device.name };
    const classifier = agreement && { ...agreement, notes: AGREEMENT_NOTES };
    const result = { id, version, ...source, measured, stated, classifier };
    console.log(JSON.stringify(result, null, 2));
    return;
  }
  for (const line of metricsTable(measured, manifest.metrics)) console.log(line);
  if (!agreement) return;
  console.log("");
  for (const line of agreementTable(agreement)) console.log(line);
}

async function readClasses(
  backend: TrainingBackend,
  bundle: Bundle,
  dataset: Dataset,
): Promise<ClassAgreement> {
  const classifier = await trainClassifier(backend, { ...CLASSIFIER, dataset, report });
  const kernels = await wasmKernels();
  const options = { dataset, classifier, kernels, settings: SETTINGS, count: DRAWN, report };
  const agreement = await classAgreement(backend, bundle, options);
  classifier.close();
  return agreement;
}

async function openBundle(word: string): Promise<Bundle> {
  for (const folder of [word.replace(/\/+$/, ""), `${MODELS}/${word}`]) {
    const there = await Deno.stat(`${folder}/${MANIFEST_FILE}`).then(() => true, () => false);
    if (there) return await loadBundle((name) => Deno.readFile(`${folder}/${name}`));
  }
  const ids = await Array.fromAsync(Deno.readDir(MODELS), ({ name }) => name).catch(() => []);
  throw new CommandError(
    `Cannot evaluate: expected the bundle to be a folder with a ${MANIFEST_FILE}, or the id of ` +
      `one in ${MODELS}, got "${word}"`,
    ids.length > 0
      ? `${MODELS} holds ${ids.sort().join(", ")}`
      : "`deno task train` makes a bundle",
  );
}

async function openData({ manifest }: Bundle, given: string | undefined): Promise<Dataset> {
  const { id, data, image } = manifest;
  if (given === undefined && !DATASET_NAMES.includes(data.name)) {
    throw new CommandError(
      `Cannot evaluate ${id}: expected its data set "${data.name}" to be at hand, ` +
        "got a folder of unknown place",
      "name the images: --data NAME|FOLDER",
    );
  }
  return await openDataset(given ?? data.name, {
    dataDir: dataDirectory(),
    size: image.height,
    channels: image.channels === 4 ? undefined : image.channels,
    log: (text) => bar.say(text),
  });
}

await runCommand(COMMAND, evaluate);
