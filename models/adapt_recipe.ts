import type { Quick } from "./contract.ts";
import type { CodecStage, Pictures, PriorStage, Recipe } from "./recipe.ts";

/** Of a kind that says nothing about quick runs. */
const QUICK_STEPS = 1000;
const QUICK_BATCH = 32;
const QUICK_WARMUP = 50;
const QUICK_VALIDATION = 256;

/**
 * The recipe with its codec fitted to the pictures' shape.
 * @throws {RangeError} If no config of the codec suits it.
 */
export function fitRecipe(recipe: Recipe, { image }: Pick<Pictures, "image">): Recipe {
  const { codec } = recipe;
  const config = codec.kind.fit?.(codec.config, image) ?? codec.config;
  return { ...recipe, codec: { ...codec, config } };
}

/**
 * A run of about a minute on two cores: narrow models, few steps.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { quickRecipe, RECIPES } from "@tessera/tessera";
 *
 * assertEquals(quickRecipe(RECIPES.get("mnist")!).id, "mnist-quick");
 * ```
 */
export function quickRecipe(recipe: Recipe): Recipe {
  return {
    ...recipe,
    id: `${recipe.id}-quick`,
    title: `${recipe.title} (quick run)`,
    validation: Math.min(recipe.validation, QUICK_VALIDATION),
    codec: quickStage(recipe.codec),
    ...recipe.prior && { prior: quickStage(recipe.prior) },
  };
}

/**
 * The same recipe with `steps` in each stage.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { RECIPES, withSteps } from "@tessera/tessera";
 *
 * const { codec, prior } = withSteps(RECIPES.get("mnist")!, 100);
 * assertEquals([codec.optimisation.steps, prior?.optimisation.steps], [100, 100]);
 * ```
 */
export function withSteps(recipe: Recipe, steps: number): Recipe {
  const sized = <S extends CodecStage | PriorStage>(stage: S): S => ({
    ...stage,
    optimisation: { ...stage.optimisation, steps },
  });
  return {
    ...recipe,
    codec: sized(recipe.codec),
    ...recipe.prior && { prior: sized(recipe.prior) },
  };
}

function quickStage<S extends CodecStage | PriorStage>(stage: S): S {
  const quick: Quick<unknown> = stage.kind.quick ?? { steps: QUICK_STEPS, narrow: (it) => it };
  return {
    ...stage,
    config: quick.narrow(stage.config),
    optimisation: {
      ...stage.optimisation,
      batchSize: QUICK_BATCH,
      steps: quick.steps,
      warmup: QUICK_WARMUP,
    },
  };
}
