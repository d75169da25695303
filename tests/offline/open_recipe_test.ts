import { assertEquals, assertRejects } from "@std/assert";
import { isRecipeFile, openRecipe, RecipeError } from "../../offline/open_recipe.ts";
import { withFolder } from "../training/tiny_training.ts";

const ROOT = new URL("../..", import.meta.url).href;

/** A module that exports `expression`, in which `recipe` is the shipped one of MNIST. */
function moduleOf(expression: string, name = "default"): string {
  const declared = name === "default" ? "export default" : `export const ${name} =`;
  return `import { RECIPES } from "${ROOT}models/recipes.ts";
const mnist = RECIPES.get("mnist");
${declared} ${expression};
`;
}

async function opened(source: string): Promise<unknown> {
  return await withFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/my_model.ts`, source);
    return await openRecipe(`${folder}/my_model.ts`);
  });
}

for (const name of ["default", "recipe"]) {
  Deno.test(`openRecipe() takes the recipe that a file exports as ${name}`, async () => {
    const recipe = await opened(moduleOf(`{ ...mnist, id: "own" }`, name));
    assertEquals((recipe as { id: string }).id, "own");
  });
}

Deno.test("openRecipe() takes kinds that are registered nowhere", async () => {
  const own = `{ ...mnist, codec: { ...mnist.codec, kind: { ...mnist.codec.kind, kind: "own" } } }`;
  const recipe = await opened(moduleOf(own)) as { codec: { kind: { kind: string } } };
  assertEquals(recipe.codec.kind.kind, "own");
});

const WRONG: readonly [what: string, expression: string, state: string][] = [
  ["text", `"mnist"`, "expected `export default` or `recipe`, got default"],
  ["no codec", `{ ...mnist, codec: undefined }`, "expected codec.kind to be a codec, got nothing"],
  [
    "a kind's name for a kind",
    `{ ...mnist, prior: { ...mnist.prior, kind: "own" } }`,
    'expected prior.kind to be a prior, got "own"',
  ],
  [
    "a codec that cannot decode",
    `{ ...mnist, codec: { ...mnist.codec, kind: { ...mnist.codec.kind, decode: undefined } } }`,
    "codec.kind lacks decode()",
  ],
  [
    "a prior in order without logits",
    `{ ...mnist, prior: { ...mnist.prior, kind: { ...mnist.prior.kind, logits: undefined } } }`,
    "prior.kind lacks logits()",
  ],
  [
    "a setting out of range",
    `{ ...mnist, codec: { ...mnist.codec, config: { ...mnist.codec.config, beta: -1 } } }`,
    "codec.beta: too small: expected number to be >=0, got -1",
  ],
];

for (const [what, expression, state] of WRONG) {
  Deno.test(`openRecipe() refuses ${what}, naming the file`, async () => {
    const error = await assertRejects(() => opened(moduleOf(expression)), RecipeError);
    assertEquals(
      error.message.replace(/\S+my_model/, "my_model"),
      `Cannot open recipe my_model.ts: ${state}`,
    );
  });
}

Deno.test("openRecipe() refuses a file that throws, with its message", async () => {
  const error = await assertRejects(() => opened(`throw new Error("broken\\nhere");`), RecipeError);
  assertEquals(error.message.endsWith("my_model.ts: broken"), true);
});

Deno.test("openRecipe() refuses a file that is not there", async () => {
  await assertRejects(
    () => openRecipe("./nowhere.ts"),
    RecipeError,
    "Cannot open recipe ./nowhere.ts: no such file",
  );
});

Deno.test("isRecipeFile() tells modules from names and configs", () => {
  assertEquals(["a.ts", "./b.js", "/c/d.mjs"].map(isRecipeFile), [true, true, true]);
  assertEquals(["mnist", "run.json", "a.ts.bak"].map(isRecipeFile), [false, false, false]);
});
