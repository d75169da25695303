import type { ModelConfigs } from "../generation/model_configs.ts";
import { modelsOf, type Pictures, type Recipe } from "../models/recipe.ts";

/** The configs of both models as bundles of the first format hold them. */
export function formatOneConfigs(recipe: Recipe, pictures: Pictures): ModelConfigs {
  const { codec, prior, space } = modelsOf(recipe, pictures);
  if (!prior || space.kind !== "codes") {
    throw new RangeError("Cannot export: expected a prior over codes");
  }
  const { height, width, size } = space;
  return {
    autoencoder: {
      imageShape: codec.image,
      ...codec.config as object,
    } as ModelConfigs["autoencoder"],
    prior: {
      codebookSize: size,
      grid: { height, width },
      ...prior.config as object,
      classes: prior.classes,
    } as ModelConfigs["prior"],
  };
}
