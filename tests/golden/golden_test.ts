import { assertEquals } from "@std/assert";
import { loadBundle } from "../../core/bundle/mod.ts";
import { encodePng, imageFromPixels } from "../../core/image/mod.ts";
import { openModel } from "../../generation/model.ts";
import { GOLDEN_SEEDS, goldenLine } from "../../scripts/golden/golden_image.ts";
import { goldenLines, SHIPPED } from "../support/golden.ts";
import { KERNELS } from "../support/kernels.ts";

const bundle = await loadBundle((name) => Deno.readFile(new URL(name, SHIPPED)), { id: "mnist" });
const golden = goldenLines();
const seeds = Array.from({ length: GOLDEN_SEEDS }, (_, seed) => seed);
const settings = { temperature: 1, guidance: 1 };

Deno.test("The WASM kernels draw the shipped bundle's golden codes and PNG bytes", async () => {
  assertEquals(golden.length, GOLDEN_SEEDS);
  const model = openModel(bundle, KERNELS);
  const drawn = model.sampleAll(seeds.map((seed) => ({ seed, ...settings })));
  const pixels = model.decodeAll(drawn.map(({ codes }) => codes));
  for (const seed of seeds) {
    const png = encodePng(imageFromPixels(pixels[seed], bundle.manifest.image));
    assertEquals(await goldenLine(seed, drawn[seed].codes, png), golden[seed]);
  }
});

Deno.test("The plain TypeScript executor draws the shipped bundle's golden codes", async () => {
  const model = openModel(bundle);
  for (const seed of seeds) {
    const { codes } = model.sample({ seed, ...settings });
    const line = await goldenLine(seed, codes, new Uint8Array());
    assertEquals(line.split(" ").slice(0, 2), golden[seed].split(" ").slice(0, 2));
  }
});
