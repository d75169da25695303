import type { Dataset } from "../../training/data/dataset.ts";
import { proceduralDataset } from "../../training/data/procedural.ts";
import type { Device } from "../../executors/webgpu/device.ts";
import { adaptConfig, withSteps } from "../../training/adapt_config.ts";
import { TrainingConfig } from "../../training/config.ts";
import { StoppedError } from "../../training/loop.ts";
import { PRESETS } from "../../training/presets.ts";
import { type RunResult, runTraining } from "../../offline/run.ts";

/** Few, small pictures: 70 to train on, 37 to test on, ten classes. */
export function tinyPictures(seed = 0): Dataset {
  return proceduralDataset({ size: 8, seed, counts: { train: 70, validation: 10, test: 37 } });
}

/** Settings of a run of seconds. @param validation 0 lets no weights be the best before the last step. */
export function tinyConfig(dataset: Dataset, steps: number, validation = 0): TrainingConfig {
  const preset = PRESETS.get("procedural")!.config;
  const small = { batchSize: 8, steps, warmup: 2 };
  const config = adaptConfig({
    ...preset,
    id: "tiny-run",
    validation,
    autoencoder: {
      ...preset.autoencoder,
      channels: 4,
      residualChannels: 2,
      embeddingDim: 2,
      codebookSize: 8,
    },
    autoencoderOptimisation: { ...preset.autoencoderOptimisation, ...small },
    prior: {
      ...preset.prior,
      ...{ codebookSize: 8, embeddingDim: 4, channels: 4, layers: 2, firstKernel: 3 },
      outputChannels: 8,
    },
    priorOptimisation: { ...preset.priorOptimisation, ...small },
  }, dataset);
  return withSteps(config, steps);
}

/** Trains into a folder. @param stopIn Stops after the first report of this stage, at step 21. */
export async function tinyRun(
  device: Device,
  directory: string,
  { config, dataset, stopIn }: { config: TrainingConfig; dataset: Dataset; stopIn?: string },
): Promise<RunResult | undefined> {
  const stop = new AbortController();
  try {
    return await runTraining(device, {
      ...{ config, dataset, directory, seed: 3, resume: false, signal: stop.signal },
      report: ({ stage }) => {
        if (stage === stopIn) stop.abort();
      },
      say: () => {},
    });
  } catch (error) {
    if (stopIn === undefined || !(error instanceof StoppedError)) throw error;
  }
}

/** Runs with a folder that is gone afterwards. */
export async function withRunFolder(run: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await run(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
