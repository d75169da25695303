import type { Values } from "../../core/graph/mod.ts";
import { Random } from "../../core/random/random.ts";
import type { NamedValues, TrainingBackend } from "../backend.ts";
import { fillBatch, fillLabels } from "../data/batch.ts";
import { BatchOrder } from "../data/batch_order.ts";
import type { Dataset } from "../data/dataset.ts";
import { learningRateAt } from "../learning_rate.ts";
import { evaluationBatches } from "../evaluation_batches.ts";
import { classifierGraph, type ClassifierShape, FEATURES } from "./classifier.ts";
import type { Report } from "./compute.ts";

/** How long a classifier is trained, on what, and from which seed. */
export interface ClassifierOptions {
  /** With classes; its train split is trained on. */
  readonly dataset: Dataset;
  readonly epochs: number;
  /** In [0, 2^32). */
  readonly seed: number;
  readonly report?: Report;
}

/** What a classifier makes of n images. */
export interface Reading {
  /** `[n]`, the class each is read as. */
  readonly classes: Uint32Array;
  /** `[n, FEATURES]`, the activations of the hidden layer. */
  readonly features: Float32Array;
}

/** Sorts images into classes. */
export interface Classifier {
  /** @param pixels `[n, c, h, w]` in [0, 1]. */
  read(pixels: Float32Array): Promise<Reading>;
  /** Frees its weights. */
  close(): void;
}

const BATCH = 64;
const REPORT_EVERY = 25;
const OPTIMISATION = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01, clip: 0 };
const RATE = 3e-3;
const WARMUP = 100;
const AVERAGE_DECAY = 0.995;

/**
 * Trains a classifier: Adam, a cosine to 0, the weights averaged.
 * @throws {Error} At NaN or infinity.
 */
export async function trainClassifier(
  backend: TrainingBackend,
  { dataset, epochs, seed, report }: ClassifierOptions,
): Promise<Classifier> {
  const shape = { ...dataset, classes: dataset.classes.length };
  const { train } = dataset.splits;
  const { graph, loss } = classifierGraph(shape, BATCH);
  const compiled = await backend.compile({
    ...{ graph, loss, outputs: new Map() },
    optimiser: { ...OPTIMISATION, rate: RATE, averageDecay: AVERAGE_DECAY },
    random: new Random(seed),
  });
  const total = Math.ceil(epochs * train.count / BATCH);
  const schedule = { warmup: Math.min(WARMUP, Math.floor(total / 4)), total, final: 0 };
  const order = new BatchOrder({ count: train.count, batchSize: BATCH, seed });
  const pixels = new Float32Array(graph.inputs.get("pixels")!.size);
  const labels = new Uint32Array(BATCH);
  for (let step = 0; step < total; step++) {
    const indices = order.batch(step);
    fillBatch(train, indices, pixels);
    fillLabels(train, indices, labels);
    const feeds = new Map<string, Values>([["pixels", pixels], ["labels", labels]]);
    compiled.step(feeds, { step, scale: learningRateAt(schedule, step) });
    const done = step + 1;
    if (done % REPORT_EVERY !== 0 && done !== total) continue;
    const { finite } = await compiled.read();
    if (!finite) {
      throw new Error(
        `Cannot train the classifier: expected every step to be finite, got NaN or infinity by step ${done}`,
      );
    }
    report?.("training the classifier", done, total);
  }
  const averaged = await compiled.averaged();
  compiled.close();
  return frozen(backend, shape, averaged);
}

function frozen(
  backend: TrainingBackend,
  shape: ClassifierShape,
  weights: NamedValues,
): Classifier {
  const { graph, classes, features } = classifierGraph(shape, BATCH);
  const fixed = backend.fix(graph, weights);
  const outputs = new Map([["classes", classes], ["features", features]]);
  const size = shape.channels * shape.height * shape.width;
  return {
    async read(pixels) {
      const count = pixels.length / size;
      const reading = {
        classes: new Uint32Array(count),
        features: new Float32Array(count * FEATURES),
      };
      const batch = new Float32Array(BATCH * size);
      for (const { indices, used } of evaluationBatches(count, BATCH)) {
        const start = indices[0];
        batch.set(pixels.subarray(start * size, (start + used) * size));
        const values = await fixed.compute(outputs, new Map([["pixels", batch]]));
        reading.classes.set(values.get("classes")!.subarray(0, used), start);
        reading.features.set(
          values.get("features")!.subarray(0, used * FEATURES),
          start * FEATURES,
        );
      }
      return reading;
    },
    close: () => fixed.close(),
  };
}
