import { UsageError } from "../../cli/errors.ts";
import { fitRecipe, quickRecipe, withSteps } from "../../models/adapt_recipe.ts";
import { modelsOf, type Recipe } from "../../models/recipe.ts";
import { configOf, recipeOf, recipeSchema } from "../../models/recipe_config.ts";
import { findRun, type FoundRun } from "../../offline/runs/find_run.ts";
import { RUN_NAME } from "../../offline/runs/run_record.ts";
import { applySettings } from "../../offline/settings/apply_settings.ts";
import { type Dataset, picturesOf } from "../../training/data/dataset.ts";
import { type NamedRecipe, namedRecipe, recipeOfConfig } from "./named_recipe.ts";
import type { TrainValues } from "./train_flags.ts";

/** What is to be trained, before its pictures are at hand. */
export interface TrainPlan {
  readonly named: NamedRecipe;
  readonly recipe: Recipe;
  /** Whether the codec is fitted to the pictures: they are not those of the recipe. */
  readonly fits: boolean;
  /** Settings that also hold once the codec is fitted. */
  readonly set: readonly string[];
  /** The data set's name, or a folder. */
  readonly data: string;
  /** Side that pictures of a folder get. */
  readonly size: number | undefined;
  readonly quick: boolean;
  readonly seed: number;
  /** The run to continue. */
  readonly resumed?: FoundRun;
}

const SEED = 1;

/** The plan of a new run. @throws {UsageError} @throws {SettingError} */
export async function newPlan(word: string | undefined, values: TrainValues): Promise<TrainPlan> {
  const { name, data, size, quick, steps, set, seed = SEED } = values;
  if (name !== undefined && !RUN_NAME.test(name)) throw wrongName("--name", name);
  const named = await namedRecipe(word, data);
  const sized = quick ? quickRecipe(named.recipe) : named.recipe;
  const id = name ?? idOf(values) ?? sized.id;
  const chosen = { ...sized, id, data: data ?? sized.data };
  const recipe = withSettings(named, steps === undefined ? chosen : withSteps(chosen, steps), set);
  const others = recipe.data !== named.recipe.data || size !== undefined;
  return {
    named,
    recipe,
    fits: others && !named.isConfig,
    set,
    data: recipe.data,
    size,
    quick,
    seed,
  };
}

/**
 * The plan of a run that goes on, as it was started; settings given once more must be the run's.
 * @throws {RunError} If there is no such run. @throws {UsageError} If it is another recipe's.
 */
export async function resumedPlan(
  word: string | undefined,
  values: TrainValues,
): Promise<TrainPlan> {
  const { name, quick, steps, set } = values;
  const query = name === undefined ? { recipe: word, data: values.data, quick } : { name };
  const resumed = await findRun(query);
  const { record } = resumed;
  if (word !== undefined && word !== record.recipe) {
    throw new UsageError(
      `Cannot resume run ${name}: expected its recipe ${record.recipe}, got ${word}`,
    );
  }
  if (quick && !record.quick) {
    throw new UsageError(`Cannot resume run ${name}: expected no --quick, as its run has none`);
  }
  const named = await recipeOfConfig(`runs/${record.name}/run.json`, record.config);
  const sized = steps === undefined ? named.recipe : withSteps(named.recipe, steps);
  return {
    named: { ...named, word: record.recipe },
    recipe: withSettings(named, sized, set),
    fits: false,
    set,
    data: values.data ?? record.data,
    size: values.size ?? record.size,
    quick: record.quick,
    seed: values.seed ?? record.seed,
    resumed,
  };
}

/**
 * The recipe for the pictures that are at hand.
 * @throws {RangeError} If it does not suit them. @throws {SettingError}
 */
export function fittedRecipe({ named, recipe, fits, set }: TrainPlan, dataset: Dataset): Recipe {
  const pictures = picturesOf(dataset);
  if (!fits) {
    modelsOf(recipe, pictures);
    return recipe;
  }
  const title = recipe.data === named.recipe.data ? recipe.title : dataset.name;
  const fitted = withSettings(named, { ...fitRecipe(recipe, pictures), title }, set);
  modelsOf(fitted, pictures);
  return fitted;
}

/** The last part of a folder's path. */
function folderName(path: string): string {
  return path.replace(/\/+$/, "").split("/").at(-1)!;
}

function withSettings({ kinds }: NamedRecipe, recipe: Recipe, set: readonly string[]): Recipe {
  return recipeOf(applySettings(recipeSchema(kinds), configOf(recipe), set), kinds);
}

/** The id that flags ask for: the bundle's folder, or the data set's name. */
function idOf({ out, data, quick }: TrainValues): string | undefined {
  if (out !== undefined) {
    const name = folderName(out);
    if (RUN_NAME.test(name)) return name;
    throw wrongName("--out", name);
  }
  if (data === undefined) return undefined;
  const own = folderName(data).toLowerCase().replace(/[^a-z0-9_-]+/g, "-").replace(/^[-_]+/, "");
  return own === "" ? undefined : `${own.slice(0, 58)}${quick ? "-quick" : ""}`;
}

function wrongName(flag: string, name: string): UsageError {
  return new UsageError(
    `Cannot use ${flag}: expected a name of 1 to 64 of a-z, 0-9, "-" and "_" that starts with a ` +
      `letter or digit, got "${name}"`,
  );
}
