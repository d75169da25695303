import { assertEquals, assertThrows } from "@std/assert";
import * as z from "zod";
import { applySettings } from "../../../offline/settings/apply_settings.ts";
import { SettingError, SETTINGS_HINT } from "../../../offline/settings/setting_error.ts";
import { SMALL, SmallConfig } from "./small_config.ts";

const applied = (...settings: string[]) => applySettings(SmallConfig, SMALL, settings);

Deno.test("applySettings() without settings gives the same configuration", () => {
  assertEquals(applied(), SMALL);
});

Deno.test("applySettings() does not change the configuration that it is given", () => {
  const before = structuredClone(SMALL);
  applied("codec.sides.0=1", "prior.layers=3");
  assertEquals(SMALL, before);
});

const SET: readonly [setting: string, expected: unknown][] = [
  ["prior.layers=3", { ...SMALL, prior: { ...SMALL.prior, layers: 3 } }],
  ["prior.layers=1e1", { ...SMALL, prior: { ...SMALL.prior, layers: 10 } }],
  ["prior.dropout=0.3", { ...SMALL, prior: { ...SMALL.prior, dropout: 0.3 } }],
  ["prior.dropout=null", { ...SMALL, prior: { ...SMALL.prior, dropout: null } }],
  ['prior={"layers":2,"dropout":0}', { ...SMALL, prior: { layers: 2, dropout: 0 } }],
  ["id=other", { ...SMALL, id: "other" }],
  ["codec.normaliseCodes=true", { ...SMALL, codec: { ...SMALL.codec, normaliseCodes: true } }],
  ["codec.sides=[7]", { ...SMALL, codec: { ...SMALL.codec, sides: [7] } }],
  ["codec.sides.1=7", { ...SMALL, codec: { ...SMALL.codec, sides: [3, 7] } }],
  ["codec.limit=12", { ...SMALL, codec: { ...SMALL.codec, limit: 12 } }],
  ["codec.codebook.update=loss", {
    ...SMALL,
    codec: { ...SMALL.codec, codebook: { update: "loss" } },
  }],
];

for (const [setting, expected] of SET) {
  Deno.test(`applySettings() sets ${setting}`, () => {
    assertEquals<unknown>(applied(setting), expected);
  });
}

Deno.test("applySettings() finds what only a kind has that another setting chooses, in any order", () => {
  const loss = applied("codec.codebook.update=loss");
  const both = ["codec.codebook.decay=0.5", "codec.codebook.update=ema"];
  for (const settings of [both, both.toReversed()]) {
    const { codebook } = applySettings(SmallConfig, loss, settings).codec;
    assertEquals(codebook, { update: "ema", decay: 0.5 });
  }
});

Deno.test("applySettings() takes the alternative that a value fits where several may read it", () => {
  const Config = z.strictObject({ seed: z.union([z.int().min(10), z.string()]) });
  assertEquals(applySettings(Config, { seed: "" }, ["seed=12"]), { seed: 12 });
  assertEquals(applySettings(Config, { seed: "" }, ["seed=1"]), { seed: "1" });
});

Deno.test("applySettings() reaches optional settings, defaults, records and extended objects", () => {
  const Config = z.intersection(
    z.object({ a: z.int().optional(), b: z.object({ c: z.int().default(1) }).prefault({}) }),
    z.object({ weights: z.record(z.string(), z.number()) }),
  );
  const set = applySettings(Config, { b: { c: 1 }, weights: {} }, [
    "a=2",
    "b.c=3",
    "weights.mse=0.5",
  ]);
  assertEquals(set, { a: 2, b: { c: 3 }, weights: { mse: 0.5 } });
});

const REFUSED: readonly [settings: string[], message: string, hint?: string][] = [
  [
    ["codec.codebookSize=1"],
    'Cannot set codec.codebookSize: expected a whole number from 2 to 65536, got "1"',
  ],
  [
    ["codec.codebookSize=many"],
    'Cannot set codec.codebookSize: expected a whole number from 2 to 65536, got "many"',
  ],
  [
    ["codec.codebookSize=48.5"],
    'Cannot set codec.codebookSize: expected a whole number from 2 to 65536, got "48.5"',
  ],
  [
    ["codec.codebookSize="],
    'Cannot set codec.codebookSize: expected a whole number from 2 to 65536, got ""',
  ],
  [
    ["codec.beta=0"],
    'Cannot set codec.beta: expected a number above 0 and of at most 100, got "0"',
  ],
  [
    ["codec.normaliseCodes=yes"],
    'Cannot set codec.normaliseCodes: expected true or false, got "yes"',
  ],
  [
    ["codec.codebook.update=sgd"],
    'Cannot set codec.codebook.update: expected one of "loss", "ema", got "sgd"',
  ],
  [
    ["codec.limit=0"],
    'Cannot set codec.limit: expected "none" or a whole number of at least 1, got "0"',
  ],
  [
    ["prior.dropout=1"],
    'Cannot set prior.dropout: expected a number from 0 to 0.9 or null, got "1"',
  ],
  [
    ["id=Not one"],
    'Cannot set id: expected text that matches ^[a-z]+$, got "Not one"',
  ],
  [
    ["codec.sides=3"],
    "Cannot set codec.sides: expected a JSON list of 0 to 4 values, each a whole number of at least 1" +
    ', got "3"',
  ],
  [
    ["codec.sides=[3,0]"],
    "Cannot set codec.sides: expected codec.sides.1 to be a whole number of at least 1" +
    ', got "[3,0]"',
  ],
  [
    ["codec.channels=33"],
    'Cannot set codec.channels: expected a whole number from 2 to 1024 (must be even), got "33"',
  ],
  [
    ["codec.channels=128"],
    "Cannot set codec.channels: expected codec.codebookSize to stay valid " +
    '(must be at least the channels), got "128"',
  ],
  [
    ["codec.codebokSize=48"],
    "Cannot set codec.codebokSize: expected one of kind, channels, codebookSize, beta, " +
    'normaliseCodes, sides, codebook, limit in codec, got "codebokSize"',
    "did you mean codec.codebookSize?",
  ],
  [
    ["dropout=0.2"],
    'Cannot set dropout: expected one of id, codec, prior, got "dropout"',
    "did you mean prior.dropout?",
  ],
  [
    ["prior.layers.first=2"],
    'Cannot set prior.layers.first: expected nothing in prior.layers, got "first"',
  ],
  [
    ["codec.sides.2=7"],
    'Cannot set codec.sides.2: expected one of 0, 1 in codec.sides, got "2"',
    "did you mean codec.sides?",
  ],
  [
    ["prior.__proto__=1"],
    'Cannot set prior.__proto__: expected one of layers, dropout in prior, got "__proto__"',
  ],
  [
    ["prior.layers"],
    'Cannot set "prior.layers": expected PATH=VALUE',
  ],
  [
    ["prior.layers=2", "prior.layers=3"],
    "--set prior.layers was given twice",
  ],
  [
    ["codec.codebook.decay=0.5", "codec.codebook.update=loss"],
    'Cannot set codec.codebook.decay: expected one of update in codec.codebook, got "decay"',
  ],
];

for (const [settings, message, hint = SETTINGS_HINT] of REFUSED) {
  Deno.test(`applySettings() refuses ${settings.join(" ")}`, () => {
    const error = assertThrows(() => applied(...settings), SettingError);
    assertEquals([error.message, error.hint, error.exitCode], [message, hint, 2]);
  });
}

Deno.test("applySettings() names the settings that a newly chosen kind needs as well", () => {
  const loss = applied("codec.codebook.update=loss");
  const error = assertThrows(
    () => applySettings(SmallConfig, loss, ["codec.codebook.update=ema"]),
    SettingError,
    'Cannot set codec.codebook.update: expected codec.codebook.decay to be set as well, got "ema"',
  );
  assertEquals(error.hint, "add --set codec.codebook.decay=…");
});
