import { Random } from "../../core/random/random.ts";
import { modelsOf, type Recipe, stagesOf } from "../../models/recipe.ts";
import { recipeOf } from "../../models/recipe_config.ts";
import { type Dataset, picturesOf } from "../../training/data/dataset.ts";
import {
  encodedExamples,
  type ExampleSplits,
  imageExamples,
} from "../../training/data/examples.ts";
import { proceduralDataset } from "../../training/data/procedural.ts";
import { makeStage } from "../../training/make_stage.ts";
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

/** A recipe with everything that has a state or draws numbers: restarts, dropout, label dropout, a best. */
export function tinyRecipe(steps = OPTIMISATION.steps): Recipe {
  return recipeOf({
    id: "tiny",
    title: "Tiny",
    data: "procedural",
    validation: 8,
    codec: {
      kind: "vq_vae",
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
      optimisation: { ...OPTIMISATION, steps },
    },
    prior: {
      kind: "pixel_cnn",
      embeddingDim: 3,
      channels: 4,
      layers: 2,
      firstKernel: 3,
      kernel: 3,
      outputChannels: 6,
      dropout: 0.1,
      labelDropout: 0.2,
      optimisation: { ...OPTIMISATION, steps },
    },
  });
}

/** Makers of both stages on tiny data; the prior's codes are made up. */
export const tinyStages = {
  codec: (): Stage => {
    const { train, test } = tinyDataset().splits;
    const [images, others] = [imageExamples(train), imageExamples(test)];
    return tinyStage(0, { train: images, monitor: others, test: others });
  },
  prior: (): Stage => {
    const random = new Random(1);
    const codes = Uint32Array.from({ length: 20 * 16 }, () => random.integer(8));
    const labels = Uint8Array.from({ length: 20 }, (_, i) => i % 10);
    const set = encodedExamples(codes, { count: 20, labels });
    return tinyStage(1, { train: set, monitor: set, test: set });
  },
};

function tinyStage(index: number, examples: ExampleSplits): Stage {
  const recipe = tinyRecipe();
  const models = modelsOf(recipe, picturesOf(tinyDataset()));
  return makeStage(stagesOf(recipe)[index], models, { examples, seed: 3, index });
}
