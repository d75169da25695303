import { openDataset } from "../offline/data/open_dataset.ts";
import { adapterName, listAdapters, openDevice } from "../executors/webgpu/device.ts";
import { bundleMetrics, formatMetric } from "../offline/export/bundle_metrics.ts";
import { exportBundle } from "../offline/export/export_bundle.ts";
import { WebGpuBackend } from "../executors/webgpu/training_backend.ts";
import { fitRecipe, quickRecipe, withSteps } from "../models/adapt_recipe.ts";
import { modelsOf, type Recipe } from "../models/recipe.ts";
import { RECIPES } from "../models/recipes.ts";
import { formatOneConfigs } from "../offline/format_one.ts";
import { isRecipeFile, openRecipe } from "../offline/open_recipe.ts";
import { type Dataset, picturesOf } from "../training/data/dataset.ts";
import { StoppedError } from "../training/loop.ts";
import { readMetrics } from "../offline/metrics_log.ts";
import { runTraining } from "../offline/run.ts";
import { rememberedTuning } from "../offline/tuning_file.ts";
import { cacheDirectory } from "../cli/cache_directory.ts";
import { type Command, type Given, runCommand } from "../cli/command.ts";
import { CommandError, UsageError } from "../cli/errors.ts";
import { dataDirectory } from "../cli/data_directory.ts";
import { describeSeconds, ProgressView } from "./progress.ts";

const FLAGS = {
  data: {
    type: "string",
    value: "NAME|FOLDER",
    help: "images to train on (default: the recipe's)",
  },
  size: {
    type: "integer",
    min: 8,
    max: 512,
    help: "side that pictures of a folder get (default 32)",
  },
  out: { type: "string", value: "DIR", help: "folder of the bundle (default static/models/<id>)" },
  steps: { type: "integer", min: 1, max: 10_000_000, help: "steps of each stage" },
  seed: { type: "integer", min: 0, max: 2 ** 32 - 1, default: 1, help: "of weights and order" },
  resume: { type: "boolean", help: "go on from the last checkpoint" },
  device: {
    type: "string",
    value: "NAME",
    bare: "",
    help: "adapter by name or number; alone: list them",
  },
  quick: { type: "boolean", help: "a tiny run, minutes on a software adapter" },
} as const;

const COMMAND: Command<typeof FLAGS> = {
  task: "train",
  summary: "Trains every stage of a recipe, evaluates it on the test split and exports the bundle.",
  positionals: [{
    name: "recipe",
    help: `one of ${[...RECIPES.keys()].join(", ")}, or a .ts file that exports one`,
  }],
  flags: FLAGS,
};

async function train({ values, words }: Given<typeof FLAGS>): Promise<void> {
  if (values.device === "") return await showAdapters();
  const named = await recipeNamed(words[0], values.data);
  const out = outputOf(named, values);
  const device = await openDevice(values.device);
  const columns = Deno.stderr.isTerminal() ? () => Deno.consoleSize().columns : undefined;
  const view = new ProgressView(columns, (text) => {
    Deno.stderr.writeSync(new TextEncoder().encode(text));
  });
  const say = (text: string) => view.say(text);
  const dataset = await openDataset(values.data ?? named.data, {
    dataDir: dataDirectory(),
    size: values.size,
    log: say,
  });
  const recipe = adapted(named, dataset, { ...values, id: out.id });
  const pictures = picturesOf(dataset);
  const run = `runs/${out.id}`;
  if (!values.resume) await setAside(run, view);
  view.say(
    `training ${out.id} on ${dataset.name}: ${dataset.splits.train.count} images, ${device.name}`,
  );
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    Deno.addSignalListener(signal, () => stop.abort());
  }
  try {
    const tuning = await rememberedTuning(device, `${cacheDirectory()}/tuning.json`, say);
    const result = await runTraining(new WebGpuBackend(device, tuning), {
      recipe,
      dataset,
      seed: values.seed,
      directory: run,
      resume: values.resume,
      signal: stop.signal,
      report: (progress) => view.show(progress),
      say,
    });
    const { space } = modelsOf(recipe, pictures);
    const metrics = bundleMetrics(result.metrics, { space, dataset: dataset.name });
    const { steps, seconds } = result;
    view.say(`drawing samples, writing ${out.folder}`);
    await exportBundle(out.folder, {
      config: { ...formatOneConfigs(recipe, pictures), id: recipe.id, title: recipe.title },
      weights: result.weights,
      metrics,
      dataset,
      seed: values.seed,
      training: {
        steps: { ...steps },
        seconds: Math.round(seconds),
        adapter: device.name,
        created: new Date().toISOString(),
      },
      records: await readMetrics(`${run}/metrics.jsonl`),
      command: ["deno task train", ...Deno.args.filter((it) => it !== "--resume")].join(" "),
    });
    for (const [name, { value, unit }] of Object.entries(metrics)) {
      console.log(`${name.padEnd(36)} ${formatMetric(value)}${unit ? ` ${unit}` : ""}`);
    }
    view.say(`done in ${describeSeconds(seconds)}: ${out.folder}`);
  } catch (error) {
    if (!(error instanceof StoppedError)) throw error;
    view.say(`stopped and saved at step ${error.step}; go on with --resume`);
  } finally {
    view.end();
    device.close();
  }
}

async function recipeNamed(name: string | undefined, data: string | undefined): Promise<Recipe> {
  if (name !== undefined && isRecipeFile(name)) return await openRecipe(name);
  const recipe = RECIPES.get(name ?? (data && RECIPES.has(data) ? data : "procedural"));
  if (recipe) return recipe;
  throw new UsageError(
    `Cannot train: expected one of ${[...RECIPES.keys()].join(", ")} or a .ts file, got "${name}"`,
  );
}

/** A bundle's id is its folder's name. */
function outputOf(
  { id }: Recipe,
  { out, data, quick }: { out?: string; data?: string; quick: boolean },
): { folder: string; id: string } {
  const named = (data ?? id).toLowerCase().replace(/\/+$/, "").replace(/.*\//, "");
  const own = named.replace(/[^a-z0-9_-]+/g, "-").replace(/^[-_]+/, "") || id;
  const usual = `static/models/${own}${quick ? "-quick" : ""}`;
  const folder = (out ?? usual).replace(/\/+$/, "");
  const name = folder.split("/").at(-1)!;
  if (/^[a-z0-9][a-z0-9_-]{0,63}$/.test(name)) return { folder, id: name };
  throw new UsageError(
    `Cannot export as the folder's name must be of a-z, 0-9, "-" and "_": "${name}"`,
  );
}

/** The recipe for the data set that is at hand and the flags given. */
function adapted(
  recipe: Recipe,
  dataset: Dataset,
  { id, quick, steps }: { id: string; quick: boolean; steps?: number },
): Recipe {
  const fitted = fitRecipe(recipe, picturesOf(dataset));
  const sized = quick ? quickRecipe(fitted) : fitted;
  const title = recipe.data === dataset.name ? sized.title : dataset.name;
  const own = { ...sized, id, title };
  return steps === undefined ? own : withSteps(own, steps);
}

/** A new run does not write over an old one's state. */
async function setAside(run: string, view: ProgressView): Promise<void> {
  const exists = await Deno.stat(`${run}/checkpoint.safetensors`).then(() => true, () => false);
  if (!exists) return;
  await Deno.remove(`${run}.old`, { recursive: true }).catch(() => {});
  await Deno.rename(run, `${run}.old`);
  view.say(`the run that was in ${run} is now in ${run}.old`);
}

async function showAdapters(): Promise<void> {
  const adapters = await listAdapters();
  if (adapters.length === 0) {
    throw new CommandError(
      "Cannot list adapters as the machine must have one: none",
      "run `deno task setup` to install a Vulkan driver",
    );
  }
  adapters.forEach((adapter, i) => console.log(`${i} ${adapterName(adapter)}`));
}

await runCommand(COMMAND, train);
