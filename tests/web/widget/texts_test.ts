import { assertEquals } from "@std/assert";
import { pictureLabel, pictureStatus } from "../../../web/widget/texts.ts";
import { exampleManifest } from "./example_manifest.ts";

Deno.test("pictureLabel() names class and seed, and no class where there is none", () => {
  const label = pictureLabel({ seed: 7, class: 1 }, exampleManifest("cat", "dog"));
  assertEquals(label, "Generated picture, class dog, seed 7");
  assertEquals(pictureLabel({ seed: 7 }, exampleManifest()), "Generated picture, seed 7");
});

Deno.test("pictureStatus() tells what was drawn, by what and how fast", () => {
  const manifest = exampleManifest("cat");
  const how = { manifest, backend: "wasm", milliseconds: 3.14 } as const;
  const status = pictureStatus({ drawn: { seed: 7, class: 0 }, ...how });
  assertEquals(status, "Class cat, seed 7 · 3.1 ms on WebAssembly");
  const classless = pictureStatus({ drawn: { seed: 7 }, ...how });
  assertEquals(classless, "Seed 7 · 3.1 ms on WebAssembly");
});
