import { assert, assertEquals, assertMatch } from "@std/assert";
import {
  bundleVersion,
  CODEBOOK_FILE,
  loadBundle,
  type Manifest,
  WEIGHTS_FILE,
} from "../../../core/bundle/mod.ts";
import { packExample, reader } from "./example_bundle.ts";

async function exampleManifest(): Promise<Manifest> {
  return (await loadBundle(reader(await packExample()))).manifest;
}

Deno.test("bundleVersion() changes with weights, classes and how it draws, not with title or seed", async () => {
  const base = await exampleManifest();
  const version = await bundleVersion(base);
  assertMatch(version, /^[0-9a-f]{64}$/);
  assertEquals(await bundleVersion({ ...base, title: "Other", seed: 8 }), version);
  const others = [
    { ...base, draws: null },
    { ...base, classes: ["zero", "two"] },
    { ...base, files: { ...base.files, [WEIGHTS_FILE]: base.files[CODEBOOK_FILE] } },
  ];
  for (const other of others) assert(await bundleVersion(other) !== version);
});

Deno.test("bundleVersion() does not depend on the order of keys", async () => {
  const base = await exampleManifest();
  const reversed = { ...base, files: Object.fromEntries(Object.entries(base.files).reverse()) };
  assertEquals(await bundleVersion(reversed), await bundleVersion(base));
});
