import * as z from "zod";
import type { Codec, Prior } from "./contract.ts";
import { KINDS, type Kinds } from "./kinds.ts";
import { type Optimisation, OptimisationRules } from "./optimisation.ts";
import type { CodecStage, PriorStage, Recipe } from "./recipe.ts";

/**
 * A recipe as JSON: kinds by name, and the settings of each beside its `kind`. What flows from data to codec to prior
 * is not in it.
 */
export interface RecipeConfig extends Omit<Recipe, "codec" | "prior"> {
  /** Trained first. */
  readonly codec: StageConfig;
  /** Trained on what the codec makes of the images. */
  readonly prior?: StageConfig & Pick<PriorStage, "labelDropout">;
}

/** A stage as JSON. */
export interface StageConfig {
  /** Name of a codec or prior. */
  readonly kind: string;
  /** Steps, rate and so on. */
  readonly optimisation: Optimisation;
  /** Of the kind. */
  readonly [setting: string]: unknown;
}

/** A setting that is missing, unknown or out of range. */
export class ConfigError extends TypeError {
  /** Names the setting. @param path Of the setting, such as `prior.layers`. @param rule That it broke. */
  constructor(readonly path: string, readonly rule: string) {
    super(`Cannot use the config: ${path}: ${rule}`);
    this.name = "ConfigError";
  }
}

/** Checks a {@link RecipeConfig} whole, for the kinds that it may name. Nothing has a default. */
export function recipeSchema({ codecs, priors }: Kinds = KINDS): z.ZodType<RecipeConfig> {
  const codec = oneOf<StageConfig>([...codecs.values()].map((it) => stageSchema(it, {})));
  const prior = oneOf<NonNullable<RecipeConfig["prior"]>>(
    [...priors.values()].map((it) => stageSchema(it, { labelDropout: z.number().min(0).max(1) })),
  );
  return z.strictObject({
    id: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,63}$/, {
      error: "must begin with a-z or 0-9 and hold at most 64 of a-z, 0-9, - and _",
    }),
    title: z.string().min(1).max(200),
    data: z.string().min(1).max(1000),
    validation: z.int().min(0).max(1_000_000),
    codec,
    prior: prior.optional(),
  });
}

/**
 * The config of a recipe, which {@link recipeOf} reads back.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { configOf, recipeOf, RECIPES } from "@tessera/tessera";
 *
 * const { codec, ...rest } = configOf(RECIPES.get("procedural")!);
 * const recipe = recipeOf({ ...rest, codec: { ...codec, codebookSize: 48 } });
 * assertEquals(configOf(recipe).codec.codebookSize, 48);
 * ```
 */
export function configOf({ codec, prior, ...rest }: Recipe): RecipeConfig {
  return {
    ...rest,
    codec: flat(codec),
    ...prior && { prior: { ...flat(prior), labelDropout: prior.labelDropout } },
  };
}

/**
 * Reads a config.
 * @param kinds Those that its `kind`s may name.
 * @throws {ConfigError} For the first setting that is missing, unknown or out of range.
 *
 * @example
 * ```ts
 * import { assertThrows } from "@std/assert";
 * import { ConfigError, configOf, recipeOf, RECIPES } from "@tessera/tessera";
 *
 * const config = configOf(RECIPES.get("mnist")!);
 * assertThrows(() => recipeOf({ ...config, validation: -1 }), ConfigError, "validation");
 * ```
 */
export function recipeOf(config: unknown, kinds: Kinds = KINDS): Recipe {
  const { data, error } = recipeSchema(kinds).safeParse(config);
  if (error) throw configError(error.issues[0], config, kinds);
  const { codec, prior, ...rest } = data;
  const { kind, optimisation, ...own } = codec;
  return {
    ...rest,
    codec: { kind: kinds.codecs.get(kind)!, config: own, optimisation },
    ...prior && { prior: priorStage(prior, kinds) },
  };
}

/** The kinds that come with Tessera and those of a recipe, which go before. */
export function kindsWith({ codec, prior }: Pick<Recipe, "codec" | "prior">): Kinds {
  return {
    codecs: new Map([...KINDS.codecs, [codec.kind.kind, codec.kind]]),
    priors: prior ? new Map([...KINDS.priors, [prior.kind.kind, prior.kind]]) : KINDS.priors,
  };
}

function stageSchema({ kind, config }: Codec | Prior, more: z.ZodRawShape) {
  return (config as z.ZodObject).safeExtend({
    kind: z.literal(kind),
    ...more,
    optimisation: OptimisationRules,
  });
}

/** The schema of one of several stages, by its kind. */
function oneOf<T extends StageConfig>(schemas: readonly z.ZodObject[]): z.ZodType<T> {
  const [first, ...others] = schemas;
  return z.discriminatedUnion("kind", [first, ...others]) as z.ZodType as z.ZodType<T>;
}

function flat({ kind, config, optimisation }: CodecStage | PriorStage): StageConfig {
  return { kind: kind.kind, ...config as Record<string, unknown>, optimisation };
}

function priorStage(
  { kind, optimisation, labelDropout, ...config }: NonNullable<RecipeConfig["prior"]>,
  { priors }: Kinds,
): PriorStage {
  return { kind: priors.get(kind)!, config, labelDropout, optimisation };
}

function configError(
  { path, message }: z.core.$ZodIssue,
  config: unknown,
  { codecs, priors }: Kinds,
): ConfigError {
  const at = path.join(".") || "it";
  let found = config;
  for (const key of path) found = (found as Record<PropertyKey, unknown> | undefined)?.[key];
  if (path.at(-1) === "kind") {
    const names = [...(path[0] === "codec" ? codecs : priors).keys()].join(", ");
    return new ConfigError(at, `expected one of ${names}, got ${JSON.stringify(found)}`);
  }
  const state = typeof found === "object" || message.includes("received")
    ? ""
    : `, got ${JSON.stringify(found)}`;
  return new ConfigError(at, message.charAt(0).toLowerCase() + message.slice(1) + state);
}
