import { type Command, type Given, runCommand } from "../cli/command.ts";
import { CommandError, UsageError } from "../cli/errors.ts";
import { MANIFEST_FILE } from "../core/bundle/mod.ts";
import type { Dataset } from "../training/data/dataset.ts";
import { DATASET_NAMES, openDataset } from "../offline/data/open_dataset.ts";
import { requireLastStage } from "../offline/checkpoint_model.ts";
import { exportCheckpoint } from "../offline/export_checkpoint.ts";
import { formatMetric } from "../offline/export/bundle_metrics.ts";
import { completeBundle } from "../offline/export/complete_bundle.ts";
import { type Checkpoint, readCheckpoint } from "../offline/checkpoint.ts";
import { readMetrics } from "../offline/metrics_log.ts";
import { configOf, kindsWith } from "../models/recipe_config.ts";
import { RECIPES } from "../models/recipes.ts";
import { openRecipe } from "../offline/open_recipe.ts";
import { dataDirectory } from "../cli/data_directory.ts";
import { DEVICE_FLAGS, deviceOptions } from "./device/device_flags.ts";
import { openDevice } from "./device/open_device.ts";
import { showDevices } from "./device/show_devices.ts";
import { StepBar } from "./step_bar.ts";

const FLAGS = {
  out: { type: "string", value: "DIR", help: "folder of the bundle (default static/models/<id>)" },
  data: {
    type: "string",
    value: "NAME|FOLDER",
    help: "the images that the run was trained on (default: the set that the checkpoint names)",
  },
  model: {
    type: "string",
    value: "FILE.ts",
    help: "the file that the run's recipe came from, where its models are not Tessera's own",
  },
  ...DEVICE_FLAGS,
} as const;

const COMMAND: Command<typeof FLAGS> = {
  task: "export",
  summary:
    "Makes a bundle of a checkpoint whose last stage is in training or done, measured on the " +
    "test split; or writes the ONNX files and packed weights of a bundle into it, and upgrades one " +
    "of an older format.",
  positionals: [{
    name: "checkpoint",
    help: "a checkpoint.safetensors, or the folder of its run, such as runs/mnist; or of a bundle",
    required: true,
  }],
  flags: FLAGS,
};

async function exportTask({ values, words }: Given<typeof FLAGS>): Promise<void> {
  if (values.device === "") return await showDevices();
  const bar = StepBar.stderr();
  const say = (text: string) => bar.say(text);
  const run = words[0].replace(/\/+$/, "");
  if (await exists(`${run}/${MANIFEST_FILE}`)) return await exportAgain(run, values);
  const isFolder = await Deno.stat(run).then((it) => it.isDirectory, () => false);
  const path = isFolder ? `${run}/checkpoint.safetensors` : run;
  const kinds = values.model === undefined ? undefined : kindsWith(await openRecipe(values.model));
  const checkpoint = await readCheckpoint(path, { kinds });
  requireLastStage(checkpoint, path);
  const folder = targetOf(values.out ?? `static/models/${checkpoint.recipe.id}`);
  const dataset = await openTrainedOn(checkpoint, values.data, say);
  const device = await openDevice("measuring", { ...deviceOptions(values), say });
  say(`measuring with ${dataset.name}, writing ${folder}`);
  const metrics = await exportCheckpoint(device.backend, checkpoint, {
    path,
    folder,
    dataset,
    records: await readMetrics(`${path.replace(/[^/]*$/, "")}metrics.jsonl`),
    command: commandOf(checkpoint),
    report: bar.show.bind(bar),
  });
  device.close();
  for (const [name, { value, unit }] of Object.entries(metrics)) {
    console.log(`${name.padEnd(36)} ${formatMetric(value)}${unit ? ` ${unit}` : ""}`);
  }
  say(`done: ${folder}`);
}

/** How a person makes the bundle again: the run's own command where it trained a recipe as it is. */
function commandOf({ recipe, dataset }: Checkpoint): string {
  const text = JSON.stringify(configOf(recipe));
  const same = [...RECIPES.values()].find((it) =>
    it.data === dataset.name && JSON.stringify(configOf(it)) === text
  );
  const own = ["deno task export", ...Deno.args].join(" ");
  return same ? `deno task train ${same.id} && ${own}` : own;
}

async function exportAgain(bundle: string, flags: Record<string, unknown>): Promise<void> {
  const [flag] = Object.keys(FLAGS).filter((name) => flags[name] !== undefined);
  if (flag) {
    throw new UsageError(`Cannot export ${bundle}: expected no flags with a bundle, got --${flag}`);
  }
  for (const [name, { length }] of await completeBundle(bundle)) {
    console.log(`${name.padEnd(36)} ${length} bytes`);
  }
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

/** A bundle's id is its folder's name. */
function targetOf(out: string): string {
  const folder = out.replace(/\/+$/, "");
  const name = folder.split("/").at(-1)!;
  if (/^[a-z0-9][a-z0-9_-]{0,63}$/.test(name)) return folder;
  throw new UsageError(
    `Cannot export: expected the folder's name to be of a-z, 0-9, "-" and "_", got "${name}"`,
  );
}

/** The data set gives the metrics and `reconstructions.png`: without it there is no bundle. */
async function openTrainedOn(
  { pictures, dataset: { name } }: Checkpoint,
  given: string | undefined,
  log: (text: string) => void,
): Promise<Dataset> {
  if (given === undefined && !DATASET_NAMES.includes(name)) {
    throw new CommandError(
      `Cannot export: expected the data set "${name}" to be at hand to measure the model, ` +
        "got a folder of unknown place",
      `name the folder: --data FOLDER`,
    );
  }
  const { channels, height } = pictures.image;
  return await openDataset(given ?? name, {
    dataDir: dataDirectory(),
    size: height,
    channels: channels as 1 | 3,
    log,
  });
}

await runCommand(COMMAND, exportTask);
