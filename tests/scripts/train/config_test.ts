import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { names, train, withFolder } from "./train_command.ts";

const printed = async (args: readonly string[], cwd: string) => {
  const { code, out, error } = await train([...args, "--print-config"], { cwd });
  assertEquals([code, error], [0, ""]);
  return out;
};

Deno.test("train --print-config prints what train FILE.json takes back, whatever the flags", () =>
  withFolder(async (cwd) => {
    const flags = ["mnist", "--quick", "--steps", "7", "--set", "codec.codebookSize=48"];
    const config = await printed(flags, cwd);
    const { id, codec, prior } = JSON.parse(config);
    assertEquals([id, codec.codebookSize, prior.optimisation.steps], ["mnist-quick", 48, 7]);
    await Deno.writeTextFile(`${cwd}/f.json`, config);
    assertEquals(await printed(["f.json"], cwd), config);
    assertEquals(names(cwd), ["f.json"]);
  }));

Deno.test("train FILE.json --set changes a setting of the file", () =>
  withFolder(async (cwd) => {
    await Deno.writeTextFile(`${cwd}/f.json`, await printed([], cwd));
    const { prior } = JSON.parse(await printed(["f.json", "--set", "prior.dropout=0.3"], cwd));
    assertEquals(prior.dropout, 0.3);
  }));

Deno.test("train --print-config fits the codec to other pictures, unless it is set", () =>
  withFolder(async (cwd) => {
    const halvings = async (...flags: string[]) =>
      JSON.parse(await printed(["--size", "32", ...flags], cwd)).codec.downsamplings;
    assertEquals(await halvings(), 2);
    assertEquals(await halvings("--set", "codec.downsamplings=3"), 3);
  }));

/** A recipe of a kind that Tessera does not list. */
const MODEL = `
import { RECIPES } from "${import.meta.resolve("../../../models/recipes.ts")}";
const { codec, ...rest } = RECIPES.get("procedural");
export default { ...rest, id: "mine", codec: { ...codec, kind: { ...codec.kind, kind: "my_codec" } } };
`;

Deno.test("train FILE.json finds the kind of a model file that --print-config names", () =>
  withFolder(async (cwd) => {
    await Deno.writeTextFile(`${cwd}/my_model.ts`, MODEL);
    const config = await printed(["./my_model.ts", "--set", "codec.channels=32"], cwd);
    const { model, codec: { kind, channels } } = JSON.parse(config);
    assertEquals([model, kind, channels], ["./my_model.ts", "my_codec", 32]);
    await Deno.writeTextFile(`${cwd}/f.json`, config);
    assertEquals(await printed(["f.json"], cwd), config);
  }));

/** A file that holds a setting out of range. */
const FILE = "wrong.json";

async function writeWrongFile(cwd: string): Promise<void> {
  const config = JSON.parse(await printed([], cwd));
  config.prior.layers = 99;
  await Deno.writeTextFile(`${cwd}/${FILE}`, JSON.stringify(config));
}

Deno.test("train FILE.json exits with 2 and a line that names path, rule and value", () =>
  withFolder(async (cwd) => {
    await writeWrongFile(cwd);
    const { code, out, error } = await train([FILE], { cwd });
    assertEquals([code, out], [2, ""]);
    assertEquals(
      error.split("\n")[0],
      "error: Cannot use wrong.json: expected prior.layers to be a whole number from 1 to 64, got 99",
    );
  }));

const HELP = "`deno task train --help` shows what it takes";
const SETTINGS = "`--print-config` shows every setting by its path";

const WRONG: readonly [args: string[], error: string, hint: string][] = [
  [
    ["--set", "codec.codebokSize=48"],
    'in codec, got "codebokSize"',
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
  [["--seed", "1", "--seed", "2"], "error: --seed was given twice", HELP],
  [["--steps", "0"], "Cannot use --steps: expected a whole number from 1 to 10000000", HELP],
  [
    ["cifar11"],
    'Cannot train: expected mnist, procedural, a .json or a .ts file, got "cifar11"',
    HELP,
  ],
  [["--out", "My Model"], "Cannot use --out: expected a name of 1 to 64 of a-z, 0-9", HELP],
  [["--name", "a/b"], "Cannot use --name: expected a name of 1 to 64 of a-z, 0-9", HELP],
  [
    ["none.json"],
    "Cannot read none.json: no such file",
    "`deno task train --print-config > FILE.json` writes a configuration",
  ],
];

for (const [args, message, hint] of WRONG) {
  Deno.test(`train ${args.join(" ")} exits with 2 and one line`, () =>
    withFolder(async (cwd) => {
      const { code, out, error } = await train(args, { cwd });
      assertEquals([code, out], [2, ""]);
      assertMatch(error, /^error: [^\n]+\nhint: [^\n]+\n$/);
      assertStringIncludes(error, message);
      assertStringIncludes(error, `\nhint: ${hint}\n`);
      assertEquals(names(cwd), []);
    }));
}

Deno.test("train --device cpu says that there is no such trainer", () =>
  withFolder(async (cwd) => {
    const { code, error } = await train(["--device", "cpu"], { cwd });
    assertEquals(code, 1);
    assertMatch(error, /^error: Cannot train on the CPU: expected a WebGPU device, [^\n]+\nhint: /);
    assertEquals(names(cwd), []);
  }));

Deno.test("train --resume says that there is no run", () =>
  withFolder(async (cwd) => {
    const { code, error } = await train(["mnist", "--resume"], { cwd });
    assertEquals([code, error], [
      1,
      "error: Cannot resume: expected a run of `train mnist` in runs, got none\n" +
      "hint: there are no runs yet: `deno task train` starts one\n",
    ]);
  }));
