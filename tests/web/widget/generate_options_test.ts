import { assertEquals, assertThrows } from "@std/assert";
import { type GenerateOptions, wantedOf } from "../../../web/widget/generate_options.ts";
import { SettingError } from "../../../web/widget/settings.ts";
import { exampleManifest } from "./example_manifest.ts";

const ATTRIBUTES: Record<string, string> = { seed: "7", "class-label": "1", "top-k": "3" };

function wanted(options: GenerateOptions, attributes = ATTRIBUTES) {
  const element = { getAttribute: (name: string) => attributes[name] ?? null };
  return wantedOf(element, options, exampleManifest("cat", "dog"));
}

Deno.test("wantedOf() asks for what the attributes say", () => {
  assertEquals(wanted({}), { seed: 7, class: 1, topK: 3 });
});

Deno.test("wantedOf() lets an option win over its attribute, and null take it away", () => {
  assertEquals(wanted({ seed: 8, class: null, topK: 2 }), { seed: 8, topK: 2 });
});

Deno.test("wantedOf() takes classLabel for class", () => {
  assertEquals(wanted({ classLabel: 0 }, {}), { class: 0 });
});

Deno.test("wantedOf() flattens the codes to keep", () => {
  const kept = wanted({ codes: [[1, null, 2], [null, null, 0]] }, {}).kept;
  assertEquals(kept, [1, null, 2, null, null, 0]);
});

Deno.test("wantedOf() names an attribute or an option as it is written", () => {
  const attribute = () => wanted({}, { "top-p": "2" });
  assertThrows(attribute, SettingError, "Cannot draw: expected top-p to be a number in (0, 1]");
  const option = () => wanted({ topP: 2 }, { "top-p": "1" });
  assertThrows(
    option,
    SettingError,
    "Cannot draw: expected topP to be a number in (0, 1], got [2]",
  );
});
