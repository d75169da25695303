import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import * as webgpu from "../../../vendor/onnxruntime/webgpu.ts";
import { openModel } from "../../../generation/model.ts";
import { openBundleSource } from "../../../web/runtime/bundle_source.ts";
import type { FinalRows } from "../../../web/runtime/executor.ts";
import { GpuExecutor } from "../../../web/runtime/gpu_executor.ts";
import { gpuTest } from "../../support/adapter.ts";
import { KERNELS } from "../../support/kernels.ts";
import { loadWasm } from "../../support/onnx_runtime.ts";
import { serveFiles } from "../../support/serve_files.ts";
import { fullBundle } from "./served_bundle.ts";

await loadWasm(webgpu);
const { bundle, files } = await fullBundle();
const model = openModel(bundle, KERNELS);

async function withExecutor(act: (executor: GpuExecutor) => Promise<void>): Promise<void> {
  await using server = serveFiles(files);
  const executor = await GpuExecutor.open(webgpu, await openBundleSource(server.url));
  try {
    await act(executor);
  } finally {
    await executor.close();
  }
}

gpuTest(
  "GpuExecutor.draw() draws the codes of the WASM kernels, guided and kept ones too",
  async () => {
    await withExecutor(async (executor) => {
      const kept = Array.from({ length: 16 }, (_, i) => i % 5 === 0 ? i % 8 : null);
      const settings = { temperature: 1, guidance: 1 };
      const requests = [
        { ...settings, seed: 1 },
        { ...settings, seed: 2, class: 1, guidance: 2.5 },
        { ...settings, seed: 3, kept },
        { ...settings, seed: 4, temperature: 0.7, topK: 5, topP: 0.9 },
      ];
      const { samples, pixels, passes } = await executor.draw(requests);
      const expected = model.sampleAll(requests);
      samples.forEach((sample, i) => {
        assertEquals([sample.codes, sample.class], [expected[i].codes, expected[i].class]);
        assertAlmostEquals(sample.logLikelihood, expected[i].logLikelihood, 1e-3);
        const decoded = model.decode(sample.codes);
        pixels[i].forEach((value, at) => assertAlmostEquals(value, decoded[at], 1e-4));
      });
      assert(passes! >= 1 && passes! <= 16, `${passes} passes`);
    });
  },
);

gpuTest("GpuExecutor.draw() tells of final rows, each with its picture", async () => {
  await withExecutor(async (executor) => {
    const told: FinalRows[] = [];
    const settings = { temperature: 1, guidance: 1 };
    const requests = [{ ...settings, seed: 5 }, { ...settings, seed: 6 }];
    const { samples } = await executor.draw(requests, { onRows: (rows) => told.push(rows) });
    samples.forEach(({ codes }, image) => {
      const mine = told.filter((rows) => rows.image === image);
      assert(mine.length > 0);
      mine.forEach(({ rows, codes: so, pixels }, i) => {
        assert(rows > (mine[i - 1]?.rows ?? 0));
        assertEquals(so.slice(0, 4 * rows), codes.slice(0, 4 * rows));
        assertEquals(pixels.length, 256);
      });
      assertEquals(mine.at(-1)!.rows, 4);
    });
  });
});

gpuTest("GpuExecutor encodes and judges as the WASM kernels do", async () => {
  await withExecutor(async (executor) => {
    const pixels = Float32Array.from({ length: 256 }, (_, i) => (i * 37 % 256) / 255);
    const codes = await executor.encode(pixels);
    assertEquals(codes, model.encode(pixels));
    const each = await executor.codeLogLikelihoods(codes, 1);
    model.codeLogLikelihoods(codes, 1)
      .forEach((nats, position) => assertAlmostEquals(each[position], nats, 1e-3));
  });
});
