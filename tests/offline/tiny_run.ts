import { type Dataset, picturesOf } from "../../training/data/dataset.ts";
import { proceduralDataset } from "../../training/data/procedural.ts";
import type { TrainingBackend } from "../../training/backend.ts";
import { fitRecipe } from "../../models/adapt_recipe.ts";
import type { Recipe } from "../../models/recipe.ts";
import { configOf, recipeOf } from "../../models/recipe_config.ts";
import { RECIPES } from "../../models/recipes.ts";
import { StoppedError } from "../../training/loop.ts";
import { type RunResult, runTraining } from "../../offline/run.ts";

/** Few, small pictures: 70 to train on, 37 to test on, ten classes. */
export function tinyPictures(seed = 0): Dataset {
  return proceduralDataset({ size: 8, seed, counts: { train: 70, validation: 10, test: 37 } });
}

/** A recipe of seconds. @param validation 0 lets no weights be the best before the last step. */
export function tinyRecipe(dataset: Dataset, steps: number, validation = 0): Recipe {
  const { codec, prior, ...rest } = configOf(RECIPES.get("procedural")!);
  const small = { batchSize: 8, steps, warmup: 2 };
  const recipe = recipeOf({
    ...{ ...rest, id: "tiny-run", validation },
    codec: {
      ...codec,
      ...{ channels: 4, residualChannels: 2, embeddingDim: 2, codebookSize: 8 },
      optimisation: { ...codec.optimisation, ...small },
    },
    prior: {
      ...prior,
      ...{ embeddingDim: 4, channels: 4, layers: 2, firstKernel: 3, outputChannels: 8 },
      optimisation: { ...prior!.optimisation, ...small },
    },
  });
  return fitRecipe(recipe, picturesOf(dataset));
}

/** Trains into a folder. @param stopIn Stops after the first report of this stage, at step 21. */
export async function tinyRun(
  backend: TrainingBackend,
  directory: string,
  { recipe, dataset, stopIn }: { recipe: Recipe; dataset: Dataset; stopIn?: string },
): Promise<RunResult | undefined> {
  const stop = new AbortController();
  try {
    return await runTraining(backend, {
      ...{ recipe, dataset, directory, seed: 3, resume: false, signal: stop.signal },
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
