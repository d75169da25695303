import { TrainingConfig } from "./config.ts";

/** A named way to train: where its images come from, and every setting. */
export interface Preset {
  readonly name: string;
  /** Data set used when none is named. */
  readonly data: string;
  readonly config: TrainingConfig;
}

const MNIST = TrainingConfig.parse({
  id: "mnist",
  title: "MNIST digits",
  validation: 0,
  labelDropout: 0.1,
  autoencoder: {
    imageShape: { channels: 1, height: 28, width: 28 },
    channels: 64,
    residualChannels: 32,
    encoderResidualBlocks: 0,
    decoderResidualBlocks: 2,
    downsamplings: 2,
    embeddingDim: 16,
    codebookSize: 32,
    beta: 0.25,
    codebook: { update: "ema", decay: 0.99, epsilon: 1e-5, restartThreshold: 0.5 },
    normaliseCodes: false,
  },
  autoencoderOptimisation: {
    batchSize: 64,
    steps: 5000,
    rate: 8e-3,
    warmup: 200,
    finalRate: 0,
    weightDecay: 0,
    clip: 0,
    averageDecay: 0.999,
  },
  prior: {
    codebookSize: 32,
    grid: { height: 7, width: 7 },
    embeddingDim: 16,
    channels: 64,
    layers: 8,
    firstKernel: 7,
    kernel: 3,
    outputChannels: 128,
    classes: 10,
    dropout: 0.1,
  },
  priorOptimisation: {
    batchSize: 32,
    steps: 14000,
    rate: 3e-3,
    warmup: 300,
    finalRate: 0,
    weightDecay: 0,
    clip: 1,
    averageDecay: 0.999,
  },
});

const PROCEDURAL = TrainingConfig.parse({
  ...MNIST,
  id: "procedural",
  title: "Coloured shapes",
  validation: 512,
  autoencoder: {
    ...MNIST.autoencoder,
    imageShape: { channels: 3, height: 16, width: 16 },
    downsamplings: 1,
    codebookSize: 128,
  },
  // Its pictures are drawn without end: nothing to learn by heart.
  prior: {
    ...MNIST.prior,
    codebookSize: 128,
    grid: { height: 8, width: 8 },
    layers: 6,
    dropout: 0,
  },
});

/** Presets by name. */
export const PRESETS: ReadonlyMap<string, Preset> = new Map([
  ["mnist", { name: "mnist", data: "mnist", config: MNIST }],
  ["procedural", { name: "procedural", data: "procedural", config: PROCEDURAL }],
]);
