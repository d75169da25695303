import { gridShape } from "../models/autoencoders/vq_vae_config.ts";
import type { Dataset } from "./data/dataset.ts";
import { type Optimisation, TrainingConfig } from "./config.ts";

/** Side that the grid of codes is brought near to. */
const GRID_SIDE = 8;
const MAX_HALVINGS = 3;

/**
 * The settings of a preset for other images: shape, classes and number of halvings are the data set's,
 * so that the grid of codes comes near to 8 × 8. Images of the preset's own shape change nothing but the
 * classes.
 * @throws {RangeError} If no number of halvings divides the image's sides.
 */
export function adaptConfig(config: TrainingConfig, dataset: Dataset): TrainingConfig {
  const { channels, height, width } = dataset;
  const { imageShape, downsamplings: usual } = config.autoencoder;
  const same = imageShape.height === height && imageShape.width === width;
  const downsamplings = same ? usual : halvings(height, width);
  const autoencoder = {
    ...config.autoencoder,
    imageShape: { channels, height, width },
    downsamplings,
  };
  const classes = dataset.classes.length;
  return TrainingConfig.parse({
    ...config,
    autoencoder,
    prior: { ...config.prior, grid: gridShape(autoencoder), classes },
  });
}

/** A run of minutes on a software adapter: narrow models, few steps. */
export function quickConfig(config: TrainingConfig): TrainingConfig {
  const shorten = (it: Optimisation, steps: number): Optimisation => ({
    ...it,
    batchSize: 32,
    steps,
    warmup: 50,
  });
  return TrainingConfig.parse({
    ...config,
    id: `${config.id}-quick`,
    title: `${config.title} (quick run)`,
    validation: Math.min(config.validation, 256),
    autoencoder: { ...config.autoencoder, channels: 32, residualChannels: 16, codebookSize: 64 },
    autoencoderOptimisation: shorten(config.autoencoderOptimisation, 800),
    prior: { ...config.prior, codebookSize: 64, channels: 32, layers: 4, outputChannels: 64 },
    priorOptimisation: shorten(config.priorOptimisation, 1800),
  });
}

/** The same settings with `steps` in each stage. */
export function withSteps(config: TrainingConfig, steps: number): TrainingConfig {
  return TrainingConfig.parse({
    ...config,
    autoencoderOptimisation: { ...config.autoencoderOptimisation, steps },
    priorOptimisation: { ...config.priorOptimisation, steps },
  });
}

function halvings(height: number, width: number): number {
  const best = Math.round(Math.log2(Math.min(height, width) / GRID_SIDE));
  for (let n = Math.max(1, Math.min(MAX_HALVINGS, best)); n >= 1; n--) {
    if (height % 2 ** n === 0 && width % 2 ** n === 0) return n;
  }
  throw new RangeError(
    `Cannot halve images as their sides must be even: they are [${height}, ${width}]`,
  );
}
