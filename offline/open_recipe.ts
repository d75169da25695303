import type { Recipe } from "../models/recipe.ts";
import { ConfigError, configOf, kindsWith, recipeOf } from "../models/recipe_config.ts";

/** A model file that cannot be used. */
export class RecipeError extends Error {
  /** Wrong usage. */
  readonly exitCode = 2;

  constructor(path: string, state: string, options?: ErrorOptions) {
    super(`Cannot open recipe ${path}: ${state}`, options);
    this.name = "RecipeError";
  }
}

/** Whether a word on the command line names a model file. */
export function isRecipeFile(word: string): boolean {
  return /\.(?:ts|js|mts|mjs)$/.test(word);
}

/** What a codec and a prior must have to be one, besides their `kind` and `config`. */
const METHODS = {
  codec: ["space", "loss", "encode", "decode"],
  prior: ["loss", "measure"],
} as const;

/**
 * The recipe that a file exports as `default` or as `recipe`. The file may lie anywhere, and its codec and prior need
 * not be registered.
 * @param path Of a TypeScript or JavaScript module, from the working directory.
 * @throws {RecipeError} If there is no such file, it throws or exports no recipe: naming the file and what is missing.
 */
export async function openRecipe(path: string): Promise<Recipe> {
  const url = new URL(path, `file://${Deno.cwd()}/`);
  await Deno.stat(url).catch((cause) => {
    const state = cause instanceof Deno.errors.NotFound ? "no such file" : cause.message;
    throw new RecipeError(path, state, { cause });
  });
  const module: Record<string, unknown> = await import(url.href).catch((cause) => {
    throw new RecipeError(path, firstLine(cause), { cause });
  });
  const recipe = module.default ?? module.recipe;
  if (!isObject(recipe)) {
    const names = Object.keys(module).join(", ") || "nothing";
    throw new RecipeError(path, `expected \`export default\` or \`recipe\`, got ${names}`);
  }
  for (const role of ["codec", "prior"] as const) {
    if (role === "codec" || recipe.prior !== undefined) requireStage(path, role, recipe[role]);
  }
  return checked(path, recipe as unknown as Recipe);
}

/** @throws {RecipeError} If a stage lacks its kind, or the kind one of its parts. */
function requireStage(path: string, role: "codec" | "prior", stage: unknown): void {
  const kind = isObject(stage) ? stage.kind : undefined;
  if (!isObject(kind)) {
    throw new RecipeError(path, `expected ${role}.kind to be a ${role}, got ${typeName(kind)}`);
  }
  const missing = [
    ...typeof kind.kind === "string" ? [] : ["kind"],
    ...isObject(kind.config) && "safeExtend" in kind.config ? [] : ["config (a zod object)"],
    ...METHODS[role].filter((name) => typeof kind[name] !== "function").map((it) => `${it}()`),
    ...role === "prior" && typeof kind.draws !== "string" ? ["draws"] : [],
    ...kind.draws === "in order" && typeof kind.logits !== "function" ? ["logits()"] : [],
  ];
  if (missing.length > 0) {
    throw new RecipeError(path, `${role}.kind lacks ${missing.join(", ")}`);
  }
}

/** The recipe once more by way of its config, which checks everything in it. */
function checked(path: string, recipe: Recipe): Recipe {
  try {
    return recipeOf(configOf(recipe), kindsWith(recipe));
  } catch (cause) {
    if (!(cause instanceof ConfigError)) throw cause;
    throw new RecipeError(path, `${cause.path}: ${cause.rule}`, { cause });
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function typeName(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value);
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0];
}
