import { assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { type Bundle, loadBundle } from "../../core/bundle/mod.ts";
import { FitError } from "../../training/measures/bundle_model.ts";
import { evaluateBundle } from "../../offline/evaluate_bundle.ts";
import { exportCheckpoint } from "../../offline/export_checkpoint.ts";
import { bundleMetrics } from "../../offline/export/bundle_metrics.ts";
import { readCheckpoint } from "../../offline/checkpoint.ts";
import { readMetrics } from "../../offline/metrics_log.ts";
import { modelsOf } from "../../models/recipe.ts";
import { openModel } from "../../generation/model.ts";
import { picturesOf, type Split } from "../../training/data/dataset.ts";
import { cpuTest } from "../support/cpu_test.ts";
import { tinyPictures, tinyRecipe, tinyRun, withRunFolder } from "./tiny_run.ts";

/** Mean nats per code of the mean over classes of the probability that the serving path finds. */
function servedMarginal(bundle: Bundle, split: Split): number {
  const model = openModel(bundle), { classes } = bundle.manifest;
  let total = 0, positions = 0;
  for (let i = 0; i < split.count; i++) {
    const codes = model.encode(Float32Array.from(split.image(i), (byte) => byte / 255));
    const likelihoods = classes.map((_, label) => Math.exp(model.logLikelihood(codes, label)));
    total -= Math.log(likelihoods.reduce((sum, it) => sum + it) / classes.length);
    positions += codes.length;
  }
  return total / positions;
}

cpuTest(
  "evaluateBundle() and exportCheckpoint() measure what the end of training measures",
  (backend) =>
    withRunFolder(async (run) => {
      const dataset = tinyPictures();
      const recipe = tinyRecipe(dataset, 25);
      const result = await tinyRun(backend, run, { recipe, dataset });
      const { space } = modelsOf(recipe, picturesOf(dataset));
      const trained = bundleMetrics(result!.metrics, { space, dataset: dataset.name });

      const path = `${run}/checkpoint.safetensors`;
      const folder = `${run}/bundle`;
      const exported = await exportCheckpoint(
        backend,
        await readCheckpoint(path),
        {
          ...{ path, folder, dataset, command: "none" },
          records: await readMetrics(`${run}/metrics.jsonl`),
        },
      );
      const bundle = await loadBundle((name) => Deno.readFile(`${folder}/${name}`), {
        id: "bundle",
      });
      assertEquals(bundle.manifest.metrics, exported);
      assertEquals(bundle.manifest.training.steps, { codec: 25, prior: 25 });

      const evaluated = await evaluateBundle(backend, bundle, { dataset });
      const { prior_nats_per_code_marginal, prior_nats_per_code_without_class_gap, ...both } =
        evaluated;
      assertEquals(Object.keys(both), Object.keys(trained));
      for (const [name, { value }] of Object.entries(trained)) {
        // Batches of another size may add up in another order.
        assertAlmostEquals(exported[name].value, value, 1e-6 * Math.max(1, value), name);
        assertEquals(evaluated[name].value, exported[name].value, name);
      }
      const [marginal, gap] = [
        prior_nats_per_code_marginal.value,
        prior_nats_per_code_without_class_gap.value,
      ];
      assertAlmostEquals(marginal, servedMarginal(bundle, dataset.splits.test), 1e-5);
      assertEquals(gap, evaluated.prior_nats_per_code_without_class.value - marginal);
      await assertRejects(
        () => evaluateBundle(backend, bundle, { dataset: { ...dataset, width: 9 } }),
        FitError,
      );
    }),
);
