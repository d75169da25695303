import { assertEquals, assertThrows } from "@std/assert";
import { ConfigError, configOf, recipeOf, recipeSchema } from "../../models/recipe_config.ts";
import { RECIPES } from "../../models/recipes.ts";

const MNIST = configOf(RECIPES.get("mnist")!);

for (const [name, recipe] of RECIPES) {
  Deno.test(`recipeOf() reads back what configOf() gives of ${name}, also as JSON`, () => {
    const config = configOf(recipe);
    assertEquals(recipeOf(JSON.parse(JSON.stringify(config))), recipe);
    assertEquals(recipe.id, name);
  });
}

Deno.test("configOf() holds nothing that flows from the data or the codec", () => {
  const text = JSON.stringify(MNIST);
  for (const name of ["imageShape", "grid", "classes"]) assertEquals(text.includes(name), false);
  assertEquals(text.match(/codebookSize/g)?.length, 1);
});

Deno.test("recipeOf() takes a recipe without a prior", () => {
  const { prior: _, ...codecOnly } = MNIST;
  assertEquals(configOf(recipeOf(codecOnly)), codecOnly);
});

const WRONG: readonly [what: string, config: unknown, message: string][] = [
  [
    "an unknown kind",
    { ...MNIST, codec: { ...MNIST.codec, kind: "gan" } },
    'codec.kind: expected one of vq_vae, got "gan"',
  ],
  [
    "a value out of range",
    { ...MNIST, codec: { ...MNIST.codec, codebookSize: 1 } },
    "codec.codebookSize: too small: expected number to be >=2, got 1",
  ],
  [
    "an unknown setting",
    { ...MNIST, prior: { ...MNIST.prior, layerz: 1 } },
    'prior: unrecognized key: "layerz"',
  ],
  [
    "a setting of another type",
    { ...MNIST, validation: "0" },
    "validation: invalid input: expected number, received string",
  ],
  ["no object", 7, "it: invalid input: expected object, received number"],
];

for (const [what, config, message] of WRONG) {
  Deno.test(`recipeOf() refuses ${what} by its path`, () => {
    assertThrows(() => recipeOf(config), ConfigError, `Cannot use the config: ${message}`);
  });
}

Deno.test("recipeSchema() gives a config back as it is", () => {
  assertEquals(recipeSchema().parse(MNIST), MNIST);
});
