import { assertEquals, assertThrows } from "@std/assert";
import {
  checkSettings,
  numberOf,
  SettingError,
  type Settings,
} from "../../../web/widget/settings.ts";
import { exampleManifest } from "./example_manifest.ts";

const MODEL = exampleManifest("cat", "dog");

function check(setting: keyof Settings, value: unknown, manifest = MODEL): Settings {
  return checkSettings({ [setting]: { name: `my-${setting}`, value } }, manifest);
}

const GOOD: [keyof Settings, unknown, number][] = [
  ["seed", "0", 0],
  ["seed", " 4294967295 ", 4294967295],
  ["class", "1", 1],
  ["class", "dog", 1],
  ["class", 1, 1],
  ["temperature", "0", 0],
  ["temperature", "4.0", 4],
  ["topK", 8, 8],
  ["topP", "1", 1],
  ["topP", "1e-9", 1e-9],
  ["guidance", 10, 10],
];
for (const [setting, value, expected] of GOOD) {
  Deno.test(`checkSettings() takes ${setting} ${JSON.stringify(value)}`, () => {
    assertEquals(check(setting, value), { [setting]: expected });
  });
}

const BAD: [keyof Settings, unknown, string][] = [
  ["seed", "-1", `my-seed to be a whole number in [0, 4294967295], got "-1"`],
  ["seed", "4294967296", `my-seed to be a whole number in [0, 4294967295], got "4294967296"`],
  ["seed", "1.5", `my-seed to be a whole number in [0, 4294967295], got "1.5"`],
  ["class", "2", `my-class to be a class's name, or an index in [0, 1], got "2"`],
  ["class", -1, `my-class to be a class's name, or an index in [0, 1], got [-1]`],
  ["class", "Dog", `my-class to be a class's name, or an index in [0, 1], got "Dog"`],
  ["temperature", "hot", `my-temperature to be a number in [0, 4], got "hot"`],
  ["temperature", NaN, `my-temperature to be a number in [0, 4], got [NaN]`],
  ["topK", 0, `my-topK to be a whole number in [1, 8], got [0]`],
  ["topP", "0", `my-topP to be a number in (0, 1], got "0"`],
  ["guidance", "Infinity", `my-guidance to be a number in [0, 10], got "Infinity"`],
];
for (const [setting, value, message] of BAD) {
  Deno.test(`checkSettings() refuses ${setting} ${value} by name, rule and value`, () => {
    const error = assertThrows(() => check(setting, value), SettingError) as SettingError;
    assertEquals(error.message, `Cannot draw: expected ${message}`);
    assertEquals([error.code, error.setting], ["invalid", `my-${setting}`]);
  });
}

Deno.test("checkSettings() takes a text as a class's name before it takes it as an index", () => {
  const model = exampleManifest("1", "0");
  const labels = ["1", "0", 1, 0].map((value) => check("class", value, model).class);
  assertEquals(labels, [0, 1, 1, 0]);
});

Deno.test("checkSettings() refuses a class for a model without classes", () => {
  const message = "to be left out for a model without classes";
  assertThrows(() => check("class", "0", exampleManifest()), SettingError, message);
});

Deno.test("checkSettings() leaves out what is null, undefined or empty", () => {
  const nothing = [null, undefined, "", "  "].map((value) => check("seed", value));
  assertEquals(nothing, [{}, {}, {}, {}]);
});

Deno.test("numberOf() is null where there is no number", () => {
  const numbers = [null, "", "seven", "7", "0.5", "Infinity"].map(numberOf);
  assertEquals(numbers, [null, null, null, 7, 0.5, null]);
});
