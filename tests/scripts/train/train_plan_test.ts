import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { readCommandLine } from "../../../cli/command.ts";
import { UsageError } from "../../../cli/errors.ts";
import { TRAIN_COMMAND } from "../../../scripts/train/train_flags.ts";
import { fittedRecipe, newPlan } from "../../../scripts/train/train_plan.ts";
import { proceduralDataset } from "../../../training/data/procedural.ts";

const planOf = (...args: string[]) => {
  const { values, words } = readCommandLine(TRAIN_COMMAND, args);
  return newPlan(words[0], values);
};

const IDS: readonly [args: string[], id: string][] = [
  [[], "procedural"],
  [["mnist"], "mnist"],
  [["mnist", "--quick"], "mnist-quick"],
  [["--data", "./My Pets/"], "my-pets"],
  [["--data", "./My Pets/", "--quick"], "my-pets-quick"],
  [["--data", "mnist"], "mnist"],
  [["--out", "made/x/", "--quick"], "x"],
  [["mnist", "--out", "made/x", "--name", "bolder"], "bolder"],
  [["mnist", "--set", "id=other"], "other"],
];

for (const [args, id] of IDS) {
  Deno.test(`newPlan() calls a run of \`${args.join(" ")}\` ${id}`, async () => {
    assertEquals((await planOf(...args)).recipe.id, id);
  });
}

Deno.test("newPlan() applies --quick, then --steps, then --set", async () => {
  const set = ["--set", "prior.optimisation.steps=9"];
  const { codec, prior } = (await planOf("--quick", "--steps", "5", ...set)).recipe;
  assertEquals([codec.optimisation, prior!.optimisation].map(({ steps }) => steps), [5, 9]);
});

Deno.test("newPlan() takes the recipe of the data set's name", async () => {
  assertEquals((await planOf("--data", "mnist")).named.word, "mnist");
});

Deno.test("newPlan() takes the seed 1 where none is given", async () => {
  assertEquals((await planOf()).seed, 1);
});

Deno.test("newPlan() refuses a name that no folder may have", async () => {
  await assertRejects(() => planOf("--name", "../x"), UsageError, 'got "../x"');
});

Deno.test("fittedRecipe() leaves a recipe as it is on its own pictures", async () => {
  const plan = await planOf("--set", "codec.downsamplings=2");
  assertEquals(fittedRecipe(plan, proceduralDataset()), plan.recipe);
});

Deno.test("fittedRecipe() refuses settings that the pictures do not suit", async () => {
  const plan = await planOf("--set", "codec.downsamplings=3");
  const dataset = proceduralDataset({ size: 12 });
  assertThrows(() => fittedRecipe(plan, dataset), RangeError, "Cannot ");
});

Deno.test("fittedRecipe() fits the codec to other pictures, and keeps what --set says", async () => {
  const dataset = proceduralDataset({ size: 32 });
  const halvings = async (...args: string[]) =>
    fittedRecipe(await planOf("--size", "32", ...args), dataset).codec.config;
  const set = ["--set", "codec.downsamplings=1"];
  const found = [await halvings(), await halvings(...set)] as { downsamplings: number }[];
  assertEquals(found.map(({ downsamplings }) => downsamplings), [2, 1]);
});
