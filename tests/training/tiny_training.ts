import { Random } from "../../core/random/random.ts";
import type { Dataset } from "../../training/data/dataset.ts";
import { proceduralDataset } from "../../training/data/procedural.ts";
import type { Device } from "../../executors/webgpu/device.ts";
import { autoencoderStage } from "../../training/autoencoder_stage.ts";
import { TrainingConfig } from "../../training/config.ts";
import { priorStage } from "../../training/prior_stage.ts";
import { type RunOptions, type RunResult, runTraining } from "../../offline/run.ts";
import type { Stage } from "../../training/stage.ts";

/** 40 pictures of 8 x 8 to train on, of which the settings hold out 8. */
export function tinyDataset(): Dataset {
  return proceduralDataset({ size: 8, counts: { train: 40, validation: 0, test: 12 } });
}

const OPTIMISATION = {
  batchSize: 8,
  steps: 6,
  rate: 1e-2,
  warmup: 2,
  finalRate: 0.1,
  weightDecay: 0.01,
  clip: 1,
  averageDecay: 0.9,
};

/** Settings with everything that has a state or draws numbers: restarts, dropout, label dropout, a best. */
export function tinyConfig(steps = OPTIMISATION.steps): TrainingConfig {
  return TrainingConfig.parse({
    id: "tiny",
    title: "Tiny",
    validation: 8,
    labelDropout: 0.2,
    autoencoder: {
      imageShape: { channels: 3, height: 8, width: 8 },
      channels: 4,
      residualChannels: 2,
      encoderResidualBlocks: 0,
      decoderResidualBlocks: 1,
      downsamplings: 1,
      embeddingDim: 2,
      codebookSize: 8,
      beta: 0.25,
      codebook: { update: "ema", decay: 0.9, epsilon: 1e-3, restartThreshold: 0.5 },
      normaliseCodes: false,
    },
    autoencoderOptimisation: { ...OPTIMISATION, steps },
    prior: {
      codebookSize: 8,
      grid: { height: 4, width: 4 },
      embeddingDim: 3,
      channels: 4,
      layers: 2,
      firstKernel: 3,
      kernel: 3,
      outputChannels: 6,
      classes: 10,
      dropout: 0.1,
    },
    priorOptimisation: { ...OPTIMISATION, steps },
  });
}

/** Trains tiny models into a folder, whatever `options` says otherwise. */
export function trainTiny(
  device: Device,
  directory: string,
  options: Partial<RunOptions> = {},
): Promise<RunResult> {
  return runTraining(device, {
    config: tinyConfig(),
    dataset: tinyDataset(),
    seed: 5,
    directory,
    resume: false,
    signal: new AbortController().signal,
    report: () => {},
    say: () => {},
    ...options,
  });
}

/**
 * A signal that is set from its n-th look on: training looks once a step.
 * @param then Called at that look, in place of setting the signal.
 */
export function signalAfter(looks: number, then?: () => void): AbortSignal {
  let seen = 0;
  return {
    get aborted() {
      if (++seen < looks) return false;
      then?.();
      return then === undefined;
    },
  } as AbortSignal;
}

/** Runs with a folder that is gone afterwards. */
export async function withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await Deno.makeTempDir();
  try {
    return await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Makers of both stages on tiny data; the prior's codes are made up. */
export const tinyStages = {
  autoencoder: (): Stage => {
    const { train, test } = tinyDataset().splits;
    return autoencoderStage(tinyConfig(), { train, monitor: test, seed: 3 });
  },
  prior: (): Stage => {
    const random = new Random(1);
    const codes = Uint32Array.from({ length: 20 * 16 }, () => random.integer(8));
    const set = { codes, labels: Uint8Array.from({ length: 20 }, (_, i) => i % 10) };
    return priorStage(tinyConfig(), { train: set, monitor: set, seed: 3 });
  },
};
