import { cacheDirectory } from "../cli/cache_directory.ts";
import { type Given, runCommand } from "../cli/command.ts";
import { dataDirectory } from "../cli/data_directory.ts";
import type { TrainingDevice } from "../offline/devices/open_training_device.ts";
import { openDataset } from "../offline/data/open_dataset.ts";
import { formatMetric } from "../offline/export/bundle_metrics.ts";
import { exportRun } from "../offline/export/export_run.ts";
import { runTraining } from "../offline/run.ts";
import { requireFreeName } from "../offline/runs/claim_run.ts";
import { rememberedTuning } from "../offline/tuning_file.ts";
import { type Dataset } from "../training/data/dataset.ts";
import { StoppedError } from "../training/loop.ts";
import { openDevice } from "./device/open_device.ts";
import { showDevices } from "./device/show_devices.ts";
import { describeSeconds, ProgressView } from "./progress.ts";
import { savedConfig } from "./train/named_recipe.ts";
import { TRAIN_COMMAND, TRAIN_FLAGS } from "./train/train_flags.ts";
import { fittedRecipe, newPlan, resumedPlan, type TrainPlan } from "./train/train_plan.ts";
import { beginRun, type TrainingRun } from "./train/training_run.ts";

const view = new ProgressView(
  Deno.stderr.isTerminal() ? () => Deno.consoleSize().columns : undefined,
  (text) => void Deno.stderr.writeSync(new TextEncoder().encode(text)),
);
const say = (text: string) => view.say(text);

async function train({ values, words }: Given<typeof TRAIN_FLAGS>): Promise<void> {
  if (values.device === "") return await showDevices();
  const plan = await (values.resume ? resumedPlan : newPlan)(words[0], values);
  if (values["print-config"]) return await printConfig(plan);
  if (values.name !== undefined && !values.resume) await requireFreeName(values.name);
  const device = await openDevice("training", {
    device: values.device ?? plan.resumed?.record.device,
    threads: values.threads,
    tune: (adapter) => rememberedTuning(adapter, `${cacheDirectory()}/tuning.json`, say),
    say,
  });
  const dataset = await openPictures(plan);
  const recipe = fittedRecipe(plan, dataset);
  const run = await beginRun(plan, recipe, { ...values, adapter: device.name });
  const { name } = run.journal.record;
  say(`training ${name} on ${dataset.name}: ${dataset.splits.train.count} images`);
  try {
    await trainAndExport(device, { run, dataset, seed: plan.seed });
  } catch (error) {
    if (!(error instanceof StoppedError)) {
      await run.journal.fail(error).catch(() => {}); // The disk may be what failed.
      throw error;
    }
    await run.journal.stop(error.step);
    say(
      `stopped and saved at step ${error.step}; continue with ` +
        `\`deno task train --resume --name ${name}\``,
    );
  } finally {
    view.end();
    device.close();
    run.lock[Symbol.dispose]();
  }
}

/** Pictures are opened only where a codec is fitted to them. */
async function printConfig(plan: TrainPlan): Promise<void> {
  const recipe = plan.fits ? fittedRecipe(plan, await openPictures(plan)) : plan.recipe;
  console.log(JSON.stringify(savedConfig(recipe, plan.named), null, 2));
}

async function openPictures({ data, size }: TrainPlan): Promise<Dataset> {
  return await openDataset(data, { dataDir: dataDirectory(), size, log: say });
}

async function trainAndExport(
  device: TrainingDevice,
  { run, dataset, seed }: { run: TrainingRun; dataset: Dataset; seed: number },
): Promise<void> {
  const { journal, recipe, lock: { folder }, command } = run;
  const { out } = journal.record;
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    Deno.addSignalListener(signal, () => stop.abort());
  }
  const result = await runTraining(device.backend, {
    recipe,
    dataset,
    seed,
    directory: folder,
    // A run that ended before its first checkpoint begins again.
    resume: await isFile(`${folder}/checkpoint.safetensors`),
    signal: stop.signal,
    report: async (progress) => {
      view.show(progress);
      await journal.note(progress);
    },
    say,
  });
  say(`drawing samples, writing ${out}`);
  const metrics = await exportRun(out, {
    ...{ recipe, dataset, result, seed, command },
    adapter: device.name,
    directory: folder,
  });
  await journal.finish({ metrics, bundle: out });
  for (const [name, { value, unit }] of Object.entries(metrics)) {
    console.log(`${name.padEnd(36)} ${formatMetric(value)}${unit ? ` ${unit}` : ""}`);
  }
  say(`done in ${describeSeconds(result.seconds)}: ${out}`);
}

async function isFile(path: string): Promise<boolean> {
  return await Deno.stat(path).then((it) => it.isFile, () => false);
}

await runCommand(TRAIN_COMMAND, train);
