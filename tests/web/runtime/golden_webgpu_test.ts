import { assert, assertEquals } from "@std/assert";
import * as webgpu from "../../../vendor/onnxruntime/webgpu.ts";
import { exp } from "../../../core/graph/elementary.ts";
import { loadBundle } from "../../../core/bundle/mod.ts";
import { CachedPass } from "../../../generation/cached_pass.ts";
import { bundlePrior } from "../../../generation/prior.ts";
import { uniform } from "../../../core/random/threefry.ts";
import { openBundleSource } from "../../../web/runtime/bundle_source.ts";
import { GpuExecutor } from "../../../web/runtime/gpu_executor.ts";
import { gpuTest } from "../../support/adapter.ts";
import { goldenCodes, SHIPPED } from "../../support/golden.ts";
import { loadWasm } from "../../support/onnx_runtime.ts";
import { serveFiles } from "../../support/serve_files.ts";

await loadWasm(webgpu);

const SEEDS = 32;
/** How far logits of another executor may be off. */
const TOLERANCE = 1e-3;

/** Whether logits that are off by the tolerance could draw another code somewhere. */
function nearBoundary(seed: number, codes: Uint32Array, pass: CachedPass, label: number): boolean {
  pass.begin(label);
  return codes.some((code, position) => {
    const weights = Float64Array.from(pass.next(codes), (logit) => exp(logit));
    const total = weights.reduce((sum, weight) => sum + weight);
    const below = weights.slice(0, code).reduce((sum, weight) => sum + weight, 0) / total;
    const number = uniform(seed, 0, position);
    // An edge of the distribution function at F moves by at most 2 δ F (1 - F).
    return [below, below + weights[code] / total]
      .some((edge) => Math.abs(edge - number) < 2 * TOLERANCE * edge * (1 - edge));
  });
}

gpuTest(
  "GpuExecutor draws the shipped bundle's golden codes wherever no draw is within 1e-3 of another",
  async () => {
    const names = [
      "manifest.json",
      "graphs.json",
      "codebook.safetensors",
      "prior.onnx",
      "decoder.onnx",
    ];
    const files = new Map<string, Uint8Array<ArrayBuffer>>();
    for (const name of names) files.set(name, await Deno.readFile(new URL(name, SHIPPED)));
    await using server = serveFiles(files);
    const executor = await GpuExecutor.open(webgpu, await openBundleSource(server.url));
    const requests = Array.from(
      { length: SEEDS },
      (_, seed) => ({ seed, temperature: 1, guidance: 1 }),
    );
    const { samples } = await executor.draw(requests);
    await executor.close();

    const bundle = await loadBundle((name) => Deno.readFile(new URL(name, SHIPPED)));
    const pass = new CachedPass(bundlePrior(bundle));
    let near = 0;
    samples.forEach(({ codes, class: label }, seed) => {
      const golden = goldenCodes(seed);
      if (nearBoundary(seed, golden, pass, label!)) near++;
      else assertEquals(codes, golden, `seed ${seed}`);
    });
    assert(near <= SEEDS / 2, `${near} of ${SEEDS} have a draw near a boundary`);
  },
);
