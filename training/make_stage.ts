import type { Models, Stage as RecipeStage } from "../models/recipe.ts";
import { codecStage } from "./codec_stage.ts";
import { priorStage } from "./prior_stage.ts";
import type { Stage, StageContext } from "./stage.ts";

/** Builds what a stage of a recipe takes to be trained. @param models Of the recipe. */
export function makeStage(stage: RecipeStage, models: Models, context: StageContext): Stage {
  const { codec, space, prior } = models;
  return stage.role === "codec"
    ? codecStage(stage, { model: codec, space }, context)
    : priorStage(stage, { model: prior! }, context);
}
