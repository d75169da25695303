import { assertAlmostEquals, assertEquals } from "@std/assert";
import {
  entriesOf,
  modelEntries,
  nearestEntry,
  neighboursOf,
} from "../../../web/studio/entries.ts";

import { fakeManifest } from "../../support/fake_model.ts";

const ENTRIES = entriesOf(Float32Array.of(0, 0, 3, 4, -3, 4, 0, 1), 4);

Deno.test("nearestEntry() takes the lowest of entries as near", () => {
  assertEquals(nearestEntry(Float32Array.of(0, 10), ENTRIES), 1);
  assertEquals(nearestEntry(Float32Array.of(0, 0.6), ENTRIES), 3);
});

Deno.test("neighboursOf() sorts the others by Euclidean distance", () => {
  const near = neighboursOf(0, 3, ENTRIES);
  assertEquals(near.map(({ entry }) => entry), [3, 1, 2]);
  assertAlmostEquals(near[1].distance, 5);
  assertEquals(neighboursOf(0, 9, ENTRIES).length, 3);
});

Deno.test("modelEntries() are at length 1 where the model quantises so, else as stored", () => {
  const manifest = fakeManifest("fake");
  const { codebook: { size, dim }, models } = manifest;
  assertEquals(dim, 2);
  const codebook = Float32Array.from({ length: size * dim }, (_, i) => i % 2 === 0 ? 3 : 4);
  assertEquals([...modelEntries({ codebook, manifest }).row(1)], [3, 4]);
  const config = { ...models.autoencoder.config, normaliseCodes: true };
  const unit = { ...models, autoencoder: { ...models.autoencoder, config } };
  const row = modelEntries({ codebook, manifest: { ...manifest, models: unit } }).row(1);
  assertEquals([...row], [...Float32Array.of(0.6, 0.8)]);
});
