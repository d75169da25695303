import { assertEquals, assertNotEquals } from "@std/assert";
import { Random } from "../../../core/random/random.ts";
import { bundleOnnx } from "../../../offline/export/bundle_onnx.ts";
import { AUTOENCODER, PRIOR, randomBundle } from "../../generation/random_bundle.ts";
import { openNative, withOnnx } from "../../support/onnx_runtime.ts";
import {
  compareDecoder,
  comparePrior,
  encoderAgreement,
  type Exported,
  item,
  priorFeeds,
  someGrids,
} from "../../executors/onnx/compare_models.ts";
import { forSmallBundles } from "../../executors/onnx/random_configs.ts";
import { readOnnx } from "../../executors/onnx/read_onnx.ts";

const forAll = (check: (exported: Exported, n: number) => Promise<void>) =>
  forSmallBundles(openNative, 25, check);

Deno.test("bundleOnnx() gives decoders of the reference's pixels", async () => {
  await forAll(compareDecoder);
});

Deno.test("bundleOnnx() gives priors of the reference's logits", async () => {
  await forAll(comparePrior);
});

Deno.test("bundleOnnx() gives encoders of the reference's codes", async () => {
  await forAll(async (exported, n) => {
    const { channels, height, width } = exported.bundle.manifest.image;
    const random = new Random(9);
    const pictures = Array.from(
      { length: 6 },
      () => new Float32Array(channels * height * width).map(() => random.uniform()),
    );
    const agreement = await encoderAgreement(exported, { pictures, batch: n });
    assertEquals(agreement, 1); // Of these seeds none is a tie.
  });
});

Deno.test("bundleOnnx() gives priors whose logits depend on earlier codes only", async () => {
  const bundle = randomBundle(); // A grid of 2 x 3.
  const size = 6, k = PRIOR.codebookSize;
  const { codes, label } = someGrids(bundle, size);
  // Grid i of the batch is changed at position i.
  const changed = codes.values.slice();
  for (let i = 0; i < size; i++) changed[i * size + i] = (changed[i * size + i] + 1) % k;
  await withOnnx(openNative, bundleOnnx(bundle).get("prior.onnx")!, async ({ run }) => {
    const before = await run(priorFeeds(bundle, codes, label));
    const after = await run(priorFeeds(bundle, { ...codes, values: changed }, label));
    for (let i = 0; i < size; i++) {
      const [own, other] = [item(before, i), item(after, i)];
      const at = (values: typeof own, position: number) =>
        values.filter((_, index) => index % size === position);
      for (let position = 0; position <= i; position++) {
        assertEquals(at(other, position), at(own, position), `${position} after ${i}`);
      }
      if (i + 1 < size) assertNotEquals(at(other, i + 1), at(own, i + 1), `${i + 1} after ${i}`);
    }
  });
});

Deno.test("bundleOnnx() writes opset 17, IR 8, int32 codes and the axis n", () => {
  const { height, width, channels } = AUTOENCODER.imageShape;
  const float = 1, int32 = 6;
  const pixels = { elementType: float, shape: ["n", channels, height, width] };
  const codes = { elementType: int32, shape: ["n", 2, 3] };
  const logits = { elementType: float, shape: ["n", PRIOR.codebookSize, 2, 3] };
  const ports = {
    "encoder.onnx": [[{ name: "pixels", ...pixels }], [{ name: "codes", ...codes }]],
    "decoder.onnx": [[{ name: "codes", ...codes }], [{ name: "pixels", ...pixels }]],
    "prior.onnx": [
      [{ name: "codes", ...codes }, { name: "class", elementType: int32, shape: ["n"] }],
      [{ name: "logits", ...logits }],
    ],
  };
  const files = bundleOnnx(randomBundle());
  assertEquals([...files.keys()], Object.keys(ports));
  for (const [name, file] of files) {
    const { irVersion, opsets, inputs, outputs } = readOnnx(file);
    assertEquals({ irVersion, opsets }, { irVersion: 8, opsets: [{ domain: "", version: 17 }] });
    assertEquals([inputs, outputs], ports[name as keyof typeof ports]);
  }
  const plain = bundleOnnx(randomBundle(AUTOENCODER, { ...PRIOR, classes: 0 }));
  assertEquals(readOnnx(plain.get("prior.onnx")!).inputs.map(({ name }) => name), ["codes"]);
});

Deno.test("bundleOnnx() holds each weight once, by its name in the bundle, and no operator of int64", () => {
  const bundle = randomBundle();
  const found = new Map<string, string>();
  for (const [name, file] of bundleOnnx(bundle)) {
    const { initializers, operators } = readOnnx(file);
    for (const operator of ["ArgMin", "ArgMax", "OneHot", "NonZero", "Shape"]) {
      assertEquals(operators.includes(operator), false, `${operator} in ${name}`);
    }
    for (const { name: key, shape, bytes } of initializers) {
      const weight = bundle.weights.get(key);
      if (!weight) continue;
      assertEquals([shape, [...bytes]], [[...weight.shape], bytesOf(weight.values)], key);
      found.set(key, name);
    }
  }
  assertEquals([...found.keys()].sort(), [...bundle.weights.keys()].sort());
});

Deno.test("bundleOnnx() gives the same bytes for the same bundle", () => {
  assertEquals(bundleOnnx(randomBundle()), bundleOnnx(randomBundle()));
});

function bytesOf(values: Float32Array): number[] {
  return [...new Uint8Array(values.buffer, values.byteOffset, values.byteLength)];
}
