import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { openModel } from "../../generation/model.ts";
import { Random } from "../../core/random/random.ts";
import { KERNELS } from "../support/kernels.ts";
import { AUTOENCODER, PRIOR, randomBundle } from "./random_bundle.ts";

const CONFIGS = {
  "the usual settings": AUTOENCODER,
  "codes on the unit sphere": { ...AUTOENCODER, normaliseCodes: true },
  "no residual blocks": { ...AUTOENCODER, encoderResidualBlocks: 0, decoderResidualBlocks: 0 },
};
const [HEIGHT, WIDTH, SIZE] = [8, 12, 3 * 8 * 12];

for (const [name, config] of Object.entries(CONFIGS)) {
  const bundle = randomBundle(config);
  const plain = openModel(bundle), edge = openModel(bundle, KERNELS);

  Deno.test(`openModel() with kernels encodes as without, with ${name}`, () => {
    const random = new Random(6);
    for (let i = 0; i < 20; i++) {
      const pixels = new Float32Array(SIZE).map(() => random.uniform());
      assertEquals(edge.encode(pixels), plain.encode(pixels));
    }
  });

  Deno.test(`openModel() with kernels decodes as without to 1e-6, with ${name}`, () => {
    const random = new Random(7);
    const grids = Array.from(
      { length: 9 },
      () => new Uint32Array(6).map(() => random.integer(config.codebookSize)),
    );
    const together = edge.decodeAll(grids);
    grids.forEach((codes, i) => {
      assertEquals(together[i], edge.decode(codes));
      const expected = plain.decode(codes);
      expected.forEach((value, p) => assertAlmostEquals(together[i][p], value, 1e-6));
    });
  });
}

Deno.test("openModel() with kernels refuses codes and images that the model does not have", () => {
  const model = openModel(randomBundle(), KERNELS);
  assertThrows(() => model.decode(Uint32Array.of(0, 1, 2, 3, 4, 9)), RangeError, "below 9");
  assertThrows(() => model.decode(new Uint32Array(5)), TypeError, "expected 6 values, got 5");
  const small = new Float32Array(HEIGHT * WIDTH);
  assertThrows(() => model.encode(small), TypeError, "expected 288 values, got 96");
});

Deno.test("openModel() with kernels draws from a prior without classes", () => {
  const bundle = randomBundle(AUTOENCODER, { ...PRIOR, classes: 0 });
  const request = { seed: 4, temperature: 1, guidance: 3 };
  const drawn = openModel(bundle, KERNELS).sample(request);
  assertEquals(drawn.codes, openModel(bundle).sample(request).codes);
  assertEquals(drawn.class, undefined);
});
