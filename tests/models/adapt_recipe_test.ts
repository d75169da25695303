import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { fitRecipe, quickRecipe, withSteps } from "../../models/adapt_recipe.ts";
import type { Codec } from "../../models/contract.ts";
import { modelsOf, type Recipe, stepsOf } from "../../models/recipe.ts";
import { configOf, recipeOf } from "../../models/recipe_config.ts";
import { RECIPES } from "../../models/recipes.ts";

const MNIST = RECIPES.get("mnist")!;
const PROCEDURAL = RECIPES.get("procedural")!;

function pictures(height: number, width: number, channels = 3) {
  return { image: { channels, height, width }, classes: 10 };
}

Deno.test("fitRecipe() changes nothing for the data that a recipe is for", () => {
  assertEquals(fitRecipe(MNIST, pictures(28, 28, 1)), MNIST);
  assertEquals(fitRecipe(PROCEDURAL, pictures(16, 16)), PROCEDURAL);
});

Deno.test("fitRecipe() halves until the grid is near 8 x 8", () => {
  const sides = [[32, 32, 2], [64, 64, 3], [128, 128, 3], [16, 16, 1], [8, 8, 1], [64, 24, 2], [
    36,
    36,
    2,
  ]];
  for (const [height, width, halvings] of sides) {
    const images = pictures(height, width);
    const { space } = modelsOf(fitRecipe(MNIST, images), images);
    const side = 2 ** halvings;
    assertEquals([space.height, space.width], [height / side, width / side]);
  }
});

Deno.test("fitRecipe() halves less where a side can't be halved so often", () => {
  const images = pictures(60, 62);
  assertEquals(modelsOf(fitRecipe(MNIST, images), images).space.height, 30);
  assertThrows(
    () => fitRecipe(MNIST, pictures(33, 32)),
    RangeError,
    "Cannot halve images: expected even sides, got [33, 32]",
  );
});

Deno.test("fitRecipe() leaves a codec that doesn't fit itself as it is", () => {
  const { fit: _, ...kind } = MNIST.codec.kind;
  const recipe: Recipe = { ...MNIST, codec: { ...MNIST.codec, kind: kind as Codec } };
  assertEquals(fitRecipe(recipe, pictures(64, 64)), recipe);
});

Deno.test("quickRecipe() is smaller and goes by another name", () => {
  const quick = quickRecipe(MNIST);
  assertNotEquals(quick.id, MNIST.id);
  assertEquals(stepsOf(quick), { codec: 800, prior: 1800 });
  const [own, usual] = [configOf(quick), configOf(MNIST)];
  assertEquals(recipeOf(own), quick);
  assertEquals([own.codec.channels, usual.codec.channels], [32, 64]);
  assertEquals([own.prior!.layers, usual.prior!.layers], [4, 8]);
});

Deno.test("quickRecipe() only shortens the run of a kind that has no narrower config", () => {
  const { quick: _, ...kind } = MNIST.codec.kind;
  const { codec } = quickRecipe({ ...MNIST, codec: { ...MNIST.codec, kind: kind as Codec } });
  assertEquals(codec.config, MNIST.codec.config);
  assertEquals(codec.optimisation.steps, 1000);
});

Deno.test("withSteps() sets the steps of every stage", () => {
  assertEquals(stepsOf(withSteps(MNIST, 12)), { codec: 12, prior: 12 });
});
