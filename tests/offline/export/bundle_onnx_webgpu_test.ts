import * as webgpu from "../../../vendor/onnxruntime/webgpu.ts";
import { gpuTest } from "../../support/adapter.ts";
import { loadWasm, type OpenOnnx, openWith } from "../../support/onnx_runtime.ts";
import { compareDecoder, comparePrior } from "../../executors/onnx/compare_models.ts";
import { forSmallBundles } from "../../executors/onnx/random_configs.ts";
import { testShippedBundle } from "./shipped_bundle.ts";

await loadWasm(webgpu);

/** Refuses a file with a node that the WebGPU provider leaves to the CPU. */
const open: OpenOnnx = (file) =>
  openWith(webgpu, file, {
    executionProviders: ["webgpu"],
    extra: { session: { disable_cpu_ep_fallback: "1" } },
  });

testShippedBundle("ONNX Runtime Web's WebGPU", open, gpuTest);

gpuTest(
  "bundleOnnx() gives decoders and priors of many settings that WebGPU computes rightly",
  async () => {
    await forSmallBundles(open, 5, async (exported, n) => {
      await compareDecoder(exported, n);
      await comparePrior(exported, n);
    });
  },
);
