import { InferenceSession, Tensor } from "../vendor/onnxruntime/node.ts";
import { type Bundle, loadBundle } from "../core/bundle/mod.ts";
import { drawCode } from "../generation/draw_code.ts";
import { priorShape } from "../generation/prior.ts";
import { uniform } from "../core/random/threefry.ts";
import { bundleOnnx } from "../offline/export/bundle_onnx.ts";
import { type Effort, timeRuns } from "./measure.ts";
import { type BenchResult, timeResult } from "./result.ts";

/** Draws a grid of codes. */
export interface OrtSampler {
  /** @returns `[gh * gw]`. */
  sample(seed: number): Promise<Uint32Array>;
  close(): Promise<void>;
}

/**
 * The sampler that most programs have: `prior.onnx` of a bundle on ONNX Runtime's C++, one thread, one
 * image; a whole pass for each code, of which one position's logits are used. Class 0, temperature 1.
 */
export async function openOrtSampler(bundle: Bundle): Promise<OrtSampler> {
  const { codebookSize, classes, grid: { height, width } } = priorShape(bundle.manifest);
  const session = await InferenceSession.create(bundleOnnx(bundle).get("prior.onnx")!, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
  });
  const label: Record<string, Tensor> = classes > 0
    ? { class: new Tensor("int32", Int32Array.of(0), [1]) }
    : {};
  const logits = new Float32Array(codebookSize);
  return {
    sample: async (seed) => {
      const size = height * width;
      const codes = new Int32Array(size);
      for (let position = 0; position < size; position++) {
        const fed = { codes: new Tensor("int32", codes, [1, height, width]), ...label };
        const all = (await session.run(fed)).logits.data as Float32Array;
        for (let code = 0; code < logits.length; code++) logits[code] = all[code * size + position];
        codes[position] = drawCode(logits, { temperature: 1 }, uniform(seed, 0, position));
      }
      return Uint32Array.from(codes);
    },
    close: () => session.release(),
  };
}

/** Milliseconds of the codes of one image of a bundle. @param folder Of the bundle. */
export async function benchOrtNaiveSampler(
  folder: string,
  effort: Effort,
): Promise<BenchResult[]> {
  const bundle = await loadBundle((name) => Deno.readFile(`${folder}/${name}`));
  const sampler = await openOrtSampler(bundle);
  let seed = 0;
  const times = await timeRuns(() => sampler.sample(seed++), { effort });
  await sampler.close();
  const name = `generate, ${bundle.manifest.id}: codes, naive sampler, ONNX Runtime native`;
  return [timeResult(`${name}, 1 thread`, times)];
}
