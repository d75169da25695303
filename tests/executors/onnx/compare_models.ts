import { assertEquals, assertLessOrEqual } from "@std/assert";
import type { Bundle } from "../../../core/bundle/mod.ts";
import { evaluate, type Values } from "../../../core/graph/mod.ts";
import { openModel } from "../../../generation/model.ts";
import { bundlePrior, labelFeed, priorShape } from "../../../generation/prior.ts";
import { Random } from "../../../core/random/random.ts";
import { type OnnxModel, type OpenOnnx, withOnnx } from "../../support/onnx_runtime.ts";
import type { Fed } from "../../support/tensors.ts";

/** What ONNX Runtime may be off by, as the issue that asked for the files has it. */
export const PIXEL_TOLERANCE = 1e-4, LOGIT_TOLERANCE = 1e-3;

/** Some grids of codes, and a label for each; the last label is the unconditional one. */
export function someGrids({ manifest }: Bundle, n: number, seed = 1): { codes: Fed; label: Fed } {
  const { grid: { height, width }, codebookSize, classes } = priorShape(manifest);
  const random = new Random(seed);
  const integers = (length: number, below: number) =>
    Uint32Array.from({ length }, () => random.integer(below));
  const labels = integers(n, classes + 1).fill(classes, n - 1);
  return {
    codes: { shape: [n, height, width], values: integers(n * height * width, codebookSize) },
    label: { shape: [n], values: labels },
  };
}

/** Feeds of `prior.onnx`. */
export function priorFeeds({ manifest }: Bundle, codes: Fed, label: Fed): Record<string, Fed> {
  return manifest.classes.length > 0 ? { codes, class: label } : { codes };
}

/** Image or grid i of a batch. */
export function item<T extends Values>({ shape: [n], values }: Fed & { values: T }, i: number): T {
  const size = values.length / n;
  return values.slice(i * size, (i + 1) * size) as T;
}

/** A bundle and its ONNX files, and what opens them. */
export interface Exported {
  readonly bundle: Bundle;
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly open: OpenOnnx;
}

function using<T>(
  { files, open }: Exported,
  name: string,
  use: (run: OnnxModel["run"]) => Promise<T>,
) {
  return withOnnx(open, files.get(name)!, ({ run }) => use(run));
}

/** Holds `decoder.onnx` to the reference. */
export async function compareDecoder(exported: Exported, n: number): Promise<void> {
  const { bundle } = exported;
  const model = openModel(bundle);
  const { codes } = someGrids(bundle, n);
  await using(exported, "decoder.onnx", async (run) => {
    const pixels = await run({ codes });
    const { channels, height, width } = bundle.manifest.image;
    assertEquals(pixels.shape, [n, channels, height, width]);
    for (let i = 0; i < n; i++) {
      const expected = model.decode(item(codes, i) as Uint32Array);
      assertClose(item(pixels, i), expected, PIXEL_TOLERANCE);
    }
  });
}

/** Holds `prior.onnx` to the reference. */
export async function comparePrior(exported: Exported, n: number): Promise<void> {
  const { bundle } = exported;
  const prior = bundlePrior(bundle);
  const { codes, label } = someGrids(bundle, n);
  await using(exported, "prior.onnx", async (run) => {
    const logits = await run(priorFeeds(bundle, codes, label));
    const { grid: { height, width }, codebookSize } = prior.shape;
    assertEquals(logits.shape, [n, codebookSize, height, width]);
    for (let i = 0; i < n; i++) {
      const own = labelFeed(prior, label.values[i]).set("codes", item(codes, i));
      const [expected] = evaluate(prior.graph, [prior.logits], new Map([...prior.weights, ...own]));
      assertClose(item(logits, i), expected, LOGIT_TOLERANCE);
    }
  });
}

/**
 * Share of the codes of `encoder.onnx` that are those of the reference.
 * @param pictures `[c, h, w]` each. @param batch Pictures that go in together.
 */
export async function encoderAgreement(
  exported: Exported,
  { pictures, batch }: { pictures: readonly Float32Array[]; batch: number },
): Promise<number> {
  const { bundle } = exported;
  const model = openModel(bundle);
  const { image: { channels, height, width }, grid } = bundle.manifest;
  let same = 0;
  await using(exported, "encoder.onnx", async (run) => {
    for (let start = 0; start < pictures.length; start += batch) {
      const some = pictures.slice(start, start + batch);
      const values = Float32Array.from(some.flatMap((pixels) => [...pixels]));
      const codes = await run({
        pixels: { shape: [some.length, channels, height, width], values },
      });
      assertEquals(codes.shape, [some.length, grid.height, grid.width]);
      some.forEach((pixels, i) => {
        const expected = model.encode(pixels);
        item(codes, i).forEach((code, at) => same += +(code === expected[at]));
      });
    }
  });
  return same / (pictures.length * grid.height * grid.width);
}

function assertClose(actual: Values, expected: Values, tolerance: number): void {
  assertEquals(actual.length, expected.length);
  // Written so that a NaN fails too.
  actual.forEach((value, i) => assertLessOrEqual(Math.abs(value - expected[i]), tolerance));
}
