import { assertEquals, assertRejects } from "@std/assert";
import { type Device, openDevice } from "../../executors/webgpu/device.ts";
import { WebGpuBackend } from "../../executors/webgpu/training_backend.ts";
import type { Recipe } from "../../models/recipe.ts";
import { readCheckpoint } from "../../offline/checkpoint.ts";
import { UnknownKindError } from "../../offline/checkpoint_error.ts";
import { runTraining } from "../../offline/run.ts";
import { kindsWith } from "../../models/recipe_config.ts";
import { StoppedError } from "../../training/loop.ts";
import { gpuTest } from "../support/adapter.ts";
import { blurCodec } from "../support/blur_codec.ts";
import { tinyDataset, tinyRecipe } from "../training/tiny_stages.ts";
import { signalAfter, withFolder } from "../training/tiny_training.ts";

/** A recipe of one stage, over latents, fed with noise, of a kind that is registered nowhere. */
function blurRecipe(): Recipe {
  const { prior: _, codec: { optimisation }, ...rest } = tinyRecipe();
  return { ...rest, codec: { kind: blurCodec, config: { channels: 3, noise: 0.1 }, optimisation } };
}

function train(device: Device, directory: string, looks = Infinity, resume = false) {
  return runTraining(new WebGpuBackend(device), {
    ...{ recipe: blurRecipe(), dataset: tinyDataset(), seed: 2, directory, resume },
    signal: signalAfter(looks),
    report: () => {},
    say: () => {},
  });
}

gpuTest(
  "runTraining() trains a codec alone, stopped and resumed to the same bits",
  (device) =>
    withFolder(async (folder) => {
      const whole = await train(device, `${folder}/whole`);
      assertEquals(Object.keys(whole.metrics), ["codec"]);
      assertEquals([...whole.metrics.codec!.keys()], ["mse"]);
      assertEquals(whole.steps, { codec: 6 });
      await assertRejects(() => train(device, `${folder}/cut`, 3), StoppedError);
      const other = await openDevice();
      const resumed = await train(other, `${folder}/cut`, Infinity, true);
      other.close();
      assertEquals(resumed.weights, whole.weights);
      assertEquals(resumed.metrics, whole.metrics);
    }),
);

gpuTest(
  "readCheckpoint() of a kind of one's own asks for its file",
  (device) =>
    withFolder(async (folder) => {
      await assertRejects(() => train(device, folder, 2), StoppedError);
      const path = `${folder}/checkpoint.safetensors`;
      await assertRejects(
        () => readCheckpoint(path),
        UnknownKindError,
        'come from, got none (codec.kind: expected one of vq_vae, got "blur")',
      );
      const { recipe } = await readCheckpoint(path, { kinds: kindsWith(blurRecipe()) });
      assertEquals(recipe, blurRecipe());
    }),
);
