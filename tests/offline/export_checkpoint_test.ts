import { assertEquals, assertNotEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { loadBundle } from "../../core/bundle/mod.ts";
import type { Device } from "../../executors/webgpu/device.ts";
import { checkpointWeights, UnfinishedError } from "../../offline/checkpoint_model.ts";
import { exportCheckpoint } from "../../offline/export_checkpoint.ts";
import { type Checkpoint, readCheckpoint } from "../../offline/checkpoint.ts";
import { CheckpointError } from "../../offline/checkpoint_error.ts";
import { WebGpuBackend } from "../../executors/webgpu/training_backend.ts";
import { modelsOf, stagesOf } from "../../models/recipe.ts";
import { encodedExamples } from "../../training/data/examples.ts";
import { makeStage } from "../../training/make_stage.ts";
import { servedWeights } from "../../training/served_weights.ts";
import { Trainer } from "../../training/trainer.ts";
import { gpuTest } from "../support/adapter.ts";
import { tinyPictures, tinyRecipe, tinyRun, withRunFolder } from "./tiny_run.ts";

const STEPS = 40;

/** The checkpoint of a run that was stopped in a stage. */
async function stopped(
  device: Device,
  folder: string,
  { stage, validation }: { stage: string; validation: number },
): Promise<Checkpoint> {
  const dataset = tinyPictures();
  const recipe = tinyRecipe(dataset, STEPS, validation);
  await tinyRun(device, folder, { recipe, dataset, stopIn: stage });
  return await readCheckpoint(`${folder}/checkpoint.safetensors`);
}

/** Names of the prior's weights without their stage. */
function priorOf(weights: ReadonlyMap<string, Float32Array>): Map<string, Float32Array> {
  const own = [...weights].filter(([name]) => name.startsWith("prior."));
  return new Map(own.map(([name, values]) => [name.slice("prior.".length), values]));
}

function sorted(weights: ReadonlyMap<string, Float32Array>): [string, Float32Array][] {
  return [...weights].sort(([a], [b]) => a < b ? -1 : 1);
}

gpuTest(
  "checkpointWeights() takes the averaged weights of a prior that has no best ones",
  (device) =>
    withRunFolder(async (folder) => {
      const checkpoint = await stopped(device, folder, { stage: "prior", validation: 0 });
      assertEquals(checkpoint.best, undefined);
      const { recipe, pictures } = checkpoint;
      const set = encodedExamples(new Uint32Array(16), { count: 1, labels: [0] });
      const stage = makeStage(stagesOf(recipe)[1], modelsOf(recipe, pictures), {
        ...{ examples: { train: set, monitor: set, test: set }, seed: 3, index: 1 },
      });
      const trainer = await Trainer.create(new WebGpuBackend(device), stage, 3);
      trainer.restore(checkpoint.state);
      const weights = checkpointWeights(checkpoint);
      assertEquals(
        sorted(priorOf(weights)),
        sorted(stage.served(await trainer.averaged())),
      );
      trainer.close();
    }),
);

gpuTest(
  "exportCheckpoint() gives the best weights of a prior in training, and how far it is",
  (device) =>
    withRunFolder(async (folder) => {
      const checkpoint = await stopped(device, folder, { stage: "prior", validation: 10 });
      assertNotEquals(checkpoint.best, undefined);
      const weights = checkpointWeights(checkpoint);
      assertEquals(priorOf(weights), servedWeights(checkpoint.best!.parameters, 5));

      const target = `${folder}/half-done`;
      await exportCheckpoint(new WebGpuBackend(device), checkpoint, {
        ...{ path: folder, folder: target, dataset: tinyPictures(), command: "none", records: [] },
      });
      const { manifest } = await loadBundle((name) => Deno.readFile(`${target}/${name}`));
      assertEquals(manifest.id, "half-done");
      assertEquals(manifest.training.steps, { codec: STEPS, prior: checkpoint.state.step });
    }),
);

gpuTest(
  "exportCheckpoint() refuses a run that is not at its prior, and other images",
  (device) =>
    withRunFolder(async (folder) => {
      const checkpoint = await stopped(device, folder, { stage: "codec", validation: 0 });
      const parts = { path: "run", folder: `${folder}/bundle`, command: "none", records: [] };
      const early = await assertRejects(
        () =>
          exportCheckpoint(new WebGpuBackend(device), checkpoint, {
            ...parts,
            dataset: tinyPictures(),
          }),
        UnfinishedError,
      );
      const { step } = checkpoint.state;
      assertStringIncludes(early.message, `got step ${step} of ${STEPS} of the codec`);
      await assertRejects(
        () =>
          exportCheckpoint(new WebGpuBackend(device), { ...checkpoint, stage: 1 }, {
            ...parts,
            dataset: tinyPictures(1),
          }),
        CheckpointError,
        `that it was trained on, got others from "procedural"`,
      );
      await assertRejects(() => Deno.stat(parts.folder), Deno.errors.NotFound);
    }),
);
