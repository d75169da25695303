import { UsageError } from "../../cli/errors.ts";
import { KINDS, type Kinds } from "../../models/kinds.ts";
import type { Recipe } from "../../models/recipe.ts";
import { configOf, kindsWith, recipeOf, recipeSchema } from "../../models/recipe_config.ts";
import { RECIPES } from "../../models/recipes.ts";
import { isRecipeFile, openRecipe } from "../../offline/open_recipe.ts";
import { parseConfig, readJsonFile } from "../../offline/settings/config_file.ts";

/** A recipe as a person names it. */
export interface NamedRecipe {
  /** One of `RECIPES`, or a file. */
  readonly word: string;
  readonly recipe: Recipe;
  /** Kinds that its config may name. */
  readonly kinds: Kinds;
  /** The file that defines a kind of its own. */
  readonly model?: string;
  /** Whether it is a config, which is trained as it is and not fitted to the pictures. */
  readonly isConfig: boolean;
}

/**
 * Finds a recipe.
 * @param word Undefined: the recipe of that name as the data set, or `procedural`.
 * @throws {UsageError} If there is none of that name. @throws {SettingError} If a config is wrong.
 * @throws {RecipeError} If a model file exports no recipe.
 */
export async function namedRecipe(
  word: string | undefined,
  data: string | undefined,
): Promise<NamedRecipe> {
  const name = word ?? (data !== undefined && RECIPES.has(data) ? data : "procedural");
  if (isRecipeFile(name)) {
    const recipe = await openRecipe(name);
    return { word: name, recipe, kinds: kindsWith(recipe), model: name, isConfig: false };
  }
  if (name.endsWith(".json")) return await recipeOfConfig(name, await readJsonFile(name));
  const recipe = RECIPES.get(name);
  if (recipe) return { word: name, recipe, kinds: KINDS, isConfig: false };
  const names = [...RECIPES.keys()].join(", ");
  throw new UsageError(`Cannot train: expected ${names}, a .json or a .ts file, got "${name}"`);
}

/**
 * The recipe of a config as `savedConfig()` gives it.
 * @param path Of the file that it was read from. @throws {SettingError} @throws {RecipeError}
 */
export async function recipeOfConfig(path: string, saved: unknown): Promise<NamedRecipe> {
  const { model, ...config } = isObject(saved) ? saved : {};
  const own = typeof model === "string" ? await openRecipe(model) : undefined;
  const kinds = own ? kindsWith(own) : KINDS;
  const given = own ? config : saved;
  const recipe = recipeOf(parseConfig(recipeSchema(kinds), given, { path }), kinds);
  return { word: path, recipe, kinds, isConfig: true, ...own && { model: model as string } };
}

/** Every setting of a recipe as JSON; `model` names the file of a kind that does not come with Tessera. */
export function savedConfig(recipe: Recipe, { model }: Pick<NamedRecipe, "model">) {
  return { ...model !== undefined && { model }, ...configOf(recipe) };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
