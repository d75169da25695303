import { assertEquals, assertNotEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { loadBundle } from "../../core/bundle/mod.ts";
import { checkpointWeights, UnfinishedError } from "../../offline/checkpoint_model.ts";
import { exportCheckpoint } from "../../offline/export_checkpoint.ts";
import { type Checkpoint, readCheckpoint } from "../../offline/checkpoint.ts";
import { CheckpointError } from "../../offline/checkpoint_error.ts";
import { modelsOf, stagesOf } from "../../models/recipe.ts";
import { encodedExamples } from "../../training/data/examples.ts";
import { makeStage } from "../../training/make_stage.ts";
import { servedWeights } from "../../training/served_weights.ts";
import type { TrainingBackend } from "../../training/backend.ts";
import { Trainer } from "../../training/trainer.ts";
import { cpuTest } from "../support/cpu_test.ts";
import { tinyPictures, tinyRecipe, tinyRun, withRunFolder } from "./tiny_run.ts";

const STEPS = 40;

/** The checkpoint of a run that was stopped in a stage. */
async function stopped(
  backend: TrainingBackend,
  folder: string,
  { stage, validation }: { stage: string; validation: number },
): Promise<Checkpoint> {
  const dataset = tinyPictures();
  const recipe = tinyRecipe(dataset, STEPS, validation);
  await tinyRun(backend, folder, { recipe, dataset, stopIn: stage });
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

cpuTest(
  "checkpointWeights() takes the averaged weights of a prior that has no best ones",
  (backend) =>
    withRunFolder(async (folder) => {
      const checkpoint = await stopped(backend, folder, { stage: "prior", validation: 0 });
      assertEquals(checkpoint.best, undefined);
      const { recipe, pictures } = checkpoint;
      const set = encodedExamples(new Uint32Array(16), { count: 1, labels: [0] });
      const stage = makeStage(stagesOf(recipe)[1], modelsOf(recipe, pictures), {
        ...{ examples: { train: set, monitor: set, test: set }, seed: 3, index: 1 },
      });
      const trainer = await Trainer.create(backend, stage, 3);
      trainer.restore(checkpoint.state);
      const weights = checkpointWeights(checkpoint);
      assertEquals(
        sorted(priorOf(weights)),
        sorted(stage.served(await trainer.averaged())),
      );
      trainer.close();
    }),
);

cpuTest(
  "exportCheckpoint() gives the best weights of a prior in training, and how far it is",
  (backend) =>
    withRunFolder(async (folder) => {
      const checkpoint = await stopped(backend, folder, { stage: "prior", validation: 10 });
      assertNotEquals(checkpoint.best, undefined);
      const weights = checkpointWeights(checkpoint);
      assertEquals(priorOf(weights), servedWeights(checkpoint.best!.parameters, 5));

      const target = `${folder}/half-done`;
      await exportCheckpoint(backend, checkpoint, {
        ...{ path: folder, folder: target, dataset: tinyPictures(), command: "none", records: [] },
      });
      const { manifest } = await loadBundle((name) => Deno.readFile(`${target}/${name}`));
      assertEquals(manifest.id, "half-done");
      assertEquals(manifest.training.steps, { codec: STEPS, prior: checkpoint.state.step });
    }),
);

cpuTest(
  "exportCheckpoint() refuses a run that is not at its prior, and other images",
  (backend) =>
    withRunFolder(async (folder) => {
      const checkpoint = await stopped(backend, folder, { stage: "codec", validation: 0 });
      const parts = { path: "run", folder: `${folder}/bundle`, command: "none", records: [] };
      const early = await assertRejects(
        () =>
          exportCheckpoint(backend, checkpoint, {
            ...parts,
            dataset: tinyPictures(),
          }),
        UnfinishedError,
      );
      const { step } = checkpoint.state;
      assertStringIncludes(early.message, `got step ${step} of ${STEPS} of the codec`);
      await assertRejects(
        () =>
          exportCheckpoint(backend, { ...checkpoint, stage: 1 }, {
            ...parts,
            dataset: tinyPictures(1),
          }),
        CheckpointError,
        `that it was trained on, got others from "procedural"`,
      );
      await assertRejects(() => Deno.stat(parts.folder), Deno.errors.NotFound);
    }),
);
