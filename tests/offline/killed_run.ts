import { WasmBackend } from "../../executors/wasm/training_backend.ts";
import { openDevice } from "../../executors/webgpu/device.ts";
import { WebGpuBackend } from "../../executors/webgpu/training_backend.ts";
import { tinyRecipe } from "../training/tiny_stages.ts";
import { trainTiny } from "../training/tiny_training.ts";

// Trains tiny models into the folder that it is given, from the checkpoint there if there is one, saving
// after every step: on the processor if the second argument is "cpu", else on an adapter. Says "ready" before it begins and "training" after its first step.

/** Steps of each stage. */
export const STEPS = 10;

if (import.meta.main) {
  const [folder, name] = Deno.args;
  const device = name === "cpu" ? undefined : await openDevice();
  const backend = device ? new WebGpuBackend(device) : new WasmBackend({ threads: 2 }, name);
  console.log("ready");
  let looked = false;
  await trainTiny(backend, folder, {
    recipe: tinyRecipe(STEPS),
    resume: await exists(`${folder}/checkpoint.safetensors`),
    checkpointSeconds: 0,
    signal: {
      get aborted() {
        if (!looked) console.log("training");
        looked = true;
        return false;
      },
    } as AbortSignal,
  });
  device?.close();
}

function exists(path: string): Promise<boolean> {
  return Deno.stat(path).then(() => true, () => false);
}
