import { assertEquals, assertRejects } from "@std/assert";
import { readCommandLine } from "../../../cli/command.ts";
import { describeError, exitCodeOf } from "../../../cli/errors.ts";
import { SettingError } from "../../../offline/settings/setting_error.ts";
import { savedConfig } from "../../../scripts/train/named_recipe.ts";
import { TRAIN_COMMAND } from "../../../scripts/train/train_flags.ts";
import { newPlan } from "../../../scripts/train/train_plan.ts";
import { names, train, withFolder } from "./train_command.ts";

Deno.test("train --print-config prints what train FILE.json takes back, whatever the flags", () =>
  withFolder(async (cwd) => {
    const flags = ["mnist", "--quick", "--steps", "7", "--set", "codec.codebookSize=48"];
    const first = await train([...flags, "--print-config"], { cwd });
    assertEquals([first.code, first.error], [0, ""]);
    const { id, codec, prior } = JSON.parse(first.out);
    assertEquals([id, codec.codebookSize, prior.optimisation.steps], ["mnist-quick", 48, 7]);
    await Deno.writeTextFile(`${cwd}/f.json`, first.out);
    assertEquals((await train(["f.json", "--print-config"], { cwd })).out, first.out);
    assertEquals(names(cwd), ["f.json"]);
  }));

Deno.test("train --set exits with 2 and a line that names path, rule and value", () =>
  withFolder(async (cwd) => {
    const { code, out, error } = await train(["--set", "codec.codebookSize=1"], { cwd });
    assertEquals([code, out, error], [
      2,
      "",
      'error: Cannot set codec.codebookSize: expected a whole number from 2 to 65536, got "1"\n' +
      "hint: `--print-config` shows every setting by its path\n",
    ]);
    assertEquals(names(cwd), []);
  }));

const planOf = async (args: readonly string[]) => {
  const { values, words } = readCommandLine(TRAIN_COMMAND, args);
  return await newPlan(words[0], values);
};

/** What `--print-config` prints, without a process. */
const printed = async (...args: string[]) => {
  const { recipe, named } = await planOf(args);
  return JSON.stringify(savedConfig(recipe, named));
};

Deno.test("newPlan() changes settings of a config file", () =>
  withFolder(async (cwd) => {
    await Deno.writeTextFile(`${cwd}/f.json`, await printed());
    const { prior } = JSON.parse(await printed(`${cwd}/f.json`, "--set", "prior.dropout=0.3"));
    assertEquals(prior.dropout, 0.3);
  }));

/** A recipe of a kind that Tessera does not list. */
const MODEL = `
import { RECIPES } from "${import.meta.resolve("../../../models/recipes.ts")}";
const { codec, ...rest } = RECIPES.get("procedural");
export default { ...rest, id: "mine", codec: { ...codec, kind: { ...codec.kind, kind: "my_codec" } } };
`;

Deno.test("newPlan() finds the kind of a config that names a model file", () =>
  withFolder(async (cwd) => {
    await Deno.writeTextFile(`${cwd}/my_model.ts`, MODEL);
    const config = await printed(`${cwd}/my_model.ts`, "--set", "codec.channels=32");
    const { model, codec: { kind, channels } } = JSON.parse(config);
    assertEquals([model, kind, channels], [`${cwd}/my_model.ts`, "my_codec", 32]);
    await Deno.writeTextFile(`${cwd}/f.json`, config);
    assertEquals(await printed(`${cwd}/f.json`), config);
  }));

Deno.test("newPlan() names path, rule and value of a wrong config file", () =>
  withFolder(async (cwd) => {
    const config = JSON.parse(await printed());
    config.prior.layers = 99;
    const path = `${cwd}/wrong.json`;
    await Deno.writeTextFile(path, JSON.stringify(config));
    await assertRejects(
      () => planOf([path]),
      SettingError,
      `Cannot use ${path}: expected prior.layers to be a whole number from 1 to 64, got 99`,
    );
  }));

const HELP = "`deno task train --help` shows what it takes";
const SETTINGS = "`--print-config` shows every setting by its path";

const NAME =
  'expected a name of 1 to 64 of a-z, 0-9, "-" and "_" that starts with a letter or digit';

const WRONG: readonly [args: string[], line: string, hint: string][] = [
  [
    ["--set", "codec.codebokSize=48"],
    "Cannot set codec.codebokSize: expected one of channels, residualChannels, " +
    "encoderResidualBlocks, decoderResidualBlocks, downsamplings, embeddingDim, codebookSize, " +
    'beta, codebook, normaliseCodes, kind, optimisation in codec, got "codebokSize"',
    "did you mean codec.codebookSize?",
  ],
  [
    ["--set", "codec.codebookSize=many"],
    'Cannot set codec.codebookSize: expected a whole number from 2 to 65536, got "many"',
    SETTINGS,
  ],
  [
    ["--set", "prior.dropout=1"],
    'Cannot set prior.dropout: expected a number from 0 to 0.9, got "1"',
    SETTINGS,
  ],
  [
    ["--set", "codec.kind=vae"],
    'Cannot set codec.kind: expected "vq_vae", got "vae"',
    SETTINGS,
  ],
  [["--seed", "1", "--seed", "2"], "--seed was given twice", HELP],
  [
    ["--steps", "0"],
    'Cannot use --steps: expected a whole number from 1 to 10000000, got "0"',
    HELP,
  ],
  [
    ["cifar11"],
    'Cannot train: expected mnist, procedural, a .json or a .ts file, got "cifar11"',
    HELP,
  ],
  [["--out", "My Model"], `Cannot use --out: ${NAME}, got "My Model"`, HELP],
  [["--name", "a/b"], `Cannot use --name: ${NAME}, got "a/b"`, HELP],
  [
    ["none.json"],
    "Cannot read none.json: no such file",
    "`deno task train --print-config > FILE.json` writes a configuration",
  ],
];

for (const [args, line, hint] of WRONG) {
  Deno.test(`train ${args.join(" ")} is wrong usage, in one line`, async () => {
    const error = await assertRejects(() => planOf(args));
    assertEquals(exitCodeOf(error), 2);
    assertEquals(describeError(error, { task: "train", debug: false }), [
      `error: ${line}`,
      `hint: ${hint}`,
    ]);
  });
}
