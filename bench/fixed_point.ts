import { InferenceSession, Tensor } from "../vendor/onnxruntime/node.ts";
import { type Bundle, loadBundle } from "../core/bundle/mod.ts";
import { type DensePass, FixedPointSampler } from "../generation/fixed_point_sampler.ts";
import { priorShape } from "../generation/prior.ts";
import { bundleOnnx } from "../offline/export/bundle_onnx.ts";
import type { BenchResult } from "./result.ts";

const SEEDS = 200;

/** `prior.onnx` of a bundle on ONNX Runtime's C++, whole grids at once. */
export async function openOrtPass(
  bundle: Bundle,
): Promise<{ pass: DensePass; close(): Promise<void> }> {
  const { height, width } = bundle.manifest.grid;
  const session = await InferenceSession.create(bundleOnnx(bundle).get("prior.onnx")!, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
  });
  const pass: DensePass = async (codes, labels) => {
    const n = labels.length;
    const { logits } = await session.run({
      codes: new Tensor("int32", Int32Array.from(codes), [n, height, width]),
      ...bundle.manifest.classes.length > 0 &&
        { class: new Tensor("int32", Int32Array.from(labels), [n]) },
    });
    return logits.data as Float32Array;
  };
  return { pass, close: () => session.release() };
}

/**
 * How many passes a grid needs where whole grids are drawn at once; position by position each code is one.
 * @param folder Of a bundle.
 */
export async function benchFixedPoint(folder: string): Promise<BenchResult[]> {
  const bundle = await loadBundle((file) => Deno.readFile(`${folder}/${file}`));
  const { pass, close } = await openOrtPass(bundle);
  const sampler = new FixedPointSampler(priorShape(bundle.manifest), pass);
  const { id, classes, grid } = bundle.manifest;
  const counts: number[] = [];
  for (let seed = 0; seed < SEEDS; seed++) {
    const label = classes.length > 0 ? { class: seed % classes.length } : {};
    const request = { seed, temperature: 1, guidance: 1, ...label };
    counts.push((await sampler.sampleAll([request])).passes);
  }
  await close();
  counts.sort((a, b) => a - b);
  const name = `fixed point, ${id}: passes of the prior for ${grid.height * grid.width} codes`;
  const one = { unit: "passes", best: counts[0], worst: counts.at(-1)!, runs: SEEDS };
  return [
    { name: `${name}, median`, ...one, value: counts[SEEDS / 2] },
    { name: `${name}, 95 of 100`, ...one, value: counts[SEEDS * 0.95] },
  ];
}
