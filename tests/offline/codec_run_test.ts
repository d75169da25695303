import { assertEquals, assertRejects } from "@std/assert";
import type { Recipe } from "../../models/recipe.ts";
import { readCheckpoint } from "../../offline/checkpoint.ts";
import { UnknownKindError } from "../../offline/checkpoint_error.ts";
import { runTraining } from "../../offline/run.ts";
import { kindsWith } from "../../models/recipe_config.ts";
import type { TrainingBackend } from "../../training/backend.ts";
import { StoppedError } from "../../training/loop.ts";
import { cpuTest } from "../support/cpu_test.ts";
import { blurCodec } from "../support/blur_codec.ts";
import { tinyDataset, tinyRecipe } from "../training/tiny_stages.ts";
import { signalAfter, withFolder } from "../training/tiny_training.ts";

/** A recipe of one stage, over latents, fed with noise, of a kind that is registered nowhere. */
function blurRecipe(): Recipe {
  const { prior: _, codec: { optimisation }, ...rest } = tinyRecipe();
  return { ...rest, codec: { kind: blurCodec, config: { channels: 3, noise: 0.1 }, optimisation } };
}

function train(backend: TrainingBackend, directory: string, looks = Infinity, resume = false) {
  return runTraining(backend, {
    ...{ recipe: blurRecipe(), dataset: tinyDataset(), seed: 2, directory, resume },
    signal: signalAfter(looks),
    report: () => {},
    say: () => {},
  });
}

cpuTest(
  "runTraining() trains a codec alone, stopped and resumed to the same bits",
  (backend, another) =>
    withFolder(async (folder) => {
      const whole = await train(backend, `${folder}/whole`);
      assertEquals(Object.keys(whole.metrics), ["codec"]);
      assertEquals([...whole.metrics.codec!.keys()], ["mse"]);
      assertEquals(whole.steps, { codec: 6 });
      await assertRejects(() => train(backend, `${folder}/cut`, 3), StoppedError);
      const resumed = await train(await another(), `${folder}/cut`, Infinity, true);
      assertEquals(resumed.weights, whole.weights);
      assertEquals(resumed.metrics, whole.metrics);
    }),
);

cpuTest(
  "readCheckpoint() of a kind of one's own asks for its file",
  (backend) =>
    withFolder(async (folder) => {
      await assertRejects(() => train(backend, folder, 2), StoppedError);
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
