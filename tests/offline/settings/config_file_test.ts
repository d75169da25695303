import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { parseConfig, readJsonFile } from "../../../offline/settings/config_file.ts";
import { SettingError } from "../../../offline/settings/setting_error.ts";
import { SMALL, SmallConfig } from "./small_config.ts";

async function withFile(text: string, use: (path: string) => Promise<void>): Promise<void> {
  const path = await Deno.makeTempFile({ suffix: ".json" });
  try {
    await Deno.writeTextFile(path, text);
    await use(path);
  } finally {
    await Deno.remove(path);
  }
}

Deno.test("readJsonFile() reads JSON", () =>
  withFile('{"a":1}', async (path) => assertEquals(await readJsonFile(path), { a: 1 })));

Deno.test("readJsonFile() names a file that is missing", async () => {
  const error = await assertRejects(
    () => readJsonFile("/none/f.json"),
    SettingError,
    "Cannot read /none/f.json: no such file",
  );
  assertEquals(error.exitCode, 2);
});

Deno.test("readJsonFile() says where JSON ends being JSON", () =>
  withFile('{"a":1,}', async (path) => {
    await assertRejects(
      () => readJsonFile(path),
      SettingError,
      `Cannot read ${path}: expected JSON`,
    );
  }));

const parse = (value: unknown) => parseConfig(SmallConfig, value, { path: "f.json" });

Deno.test("parseConfig() gives a valid configuration back", () => {
  assertEquals(parse(SMALL), SMALL);
});

const REFUSED: readonly [what: string, value: unknown, message: string, hint?: string][] = [
  [
    "a bound",
    { ...SMALL, prior: { ...SMALL.prior, layers: 99 } },
    "Cannot use f.json: expected prior.layers to be a whole number from 1 to 64, got 99",
  ],
  [
    "a type",
    { ...SMALL, prior: { ...SMALL.prior, layers: "9" } },
    'Cannot use f.json: expected prior.layers to be a whole number from 1 to 64, got "9"',
  ],
  [
    "an unknown setting",
    { ...SMALL, prior: { ...SMALL.prior, laiers: 9 } },
    'Cannot use f.json: expected one of layers, dropout in prior, got "laiers"',
    "did you mean prior.layers?",
  ],
  [
    "a missing setting",
    { ...SMALL, prior: { dropout: 0 } },
    "Cannot use f.json: expected prior.layers to be a whole number from 1 to 64, got nothing",
  ],
  [
    "an unknown kind",
    { ...SMALL, codec: { ...SMALL.codec, codebook: { update: "sgd" } } },
    'Cannot use f.json: expected codec.codebook.update to be one of "loss", "ema", got "sgd"',
  ],
  [
    "a refinement",
    { ...SMALL, codec: { ...SMALL.codec, channels: 3 } },
    "Cannot use f.json: expected codec.channels to be a whole number from 2 to 1024 (must be even), got 3",
  ],
  ["a list", [], "Cannot use f.json: expected a JSON object of id, codec, prior, got []"],
];

for (const [what, value, message, hint] of REFUSED) {
  Deno.test(`parseConfig() refuses ${what} in one line`, () => {
    const error = assertThrows(() => parse(value), SettingError);
    assertEquals([error.message, error.exitCode], [message, 2]);
    if (hint) assertEquals(error.hint, hint);
  });
}
