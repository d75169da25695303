import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import type { Dataset } from "../../training/data/dataset.ts";
import { proceduralDataset } from "../../training/data/procedural.ts";
import { adaptConfig, quickConfig, withSteps } from "../../training/adapt_config.ts";
import { TrainingConfig } from "../../training/config.ts";
import { adamOptions, learningRateOf } from "../../training/optimisation.ts";
import { PRESETS } from "../../training/presets.ts";

const MNIST = PRESETS.get("mnist")!.config;
const SET = proceduralDataset({ counts: { train: 1, validation: 0, test: 0 } });

function images(height: number, width: number, more: Partial<Dataset> = {}): Dataset {
  return { ...SET, height, width, ...more };
}

Deno.test("every preset is a whole config whose two stages fit", () => {
  for (const [name, preset] of PRESETS) {
    assertEquals([preset.name, preset.config.id], [name, name]);
    const { autoencoder, prior } = TrainingConfig.parse(preset.config);
    assertEquals(prior.codebookSize, autoencoder.codebookSize);
    const side = 2 ** autoencoder.downsamplings;
    const { height, width } = autoencoder.imageShape;
    assertEquals(prior.grid, { height: height / side, width: width / side });
  }
  assertEquals([...PRESETS.keys()].sort(), ["mnist", "procedural"]);
});

Deno.test("adaptConfig() changes nothing for the data that a preset is for", () => {
  const data = images(28, 28, { channels: 1, classes: Array.from({ length: 10 }, String) });
  assertEquals(adaptConfig(MNIST, data), MNIST);
  assertEquals(
    adaptConfig(PRESETS.get("procedural")!.config, SET),
    PRESETS.get("procedural")!.config,
  );
});

Deno.test("adaptConfig() halves until the grid is near 8 x 8", () => {
  const shapes = [[32, 32, 2], [64, 64, 3], [128, 128, 3], [16, 16, 1], [8, 8, 1], [64, 24, 2], [
    36,
    36,
    2,
  ]];
  for (const [height, width, downsamplings] of shapes) {
    const { autoencoder, prior } = adaptConfig(MNIST, images(height, width, { classes: ["a"] }));
    assertEquals(autoencoder.downsamplings, downsamplings, `${height} x ${width}`);
    assertEquals(autoencoder.imageShape, { channels: 3, height, width });
    const side = 2 ** downsamplings;
    assertEquals(prior.grid, { height: height / side, width: width / side });
    assertEquals(prior.classes, 1);
  }
});

Deno.test("adaptConfig() halves less where a side can't be halved so often", () => {
  assertEquals(adaptConfig(MNIST, images(60, 62)).autoencoder.downsamplings, 1);
  assertThrows(
    () => adaptConfig(MNIST, images(33, 32)),
    RangeError,
    "Cannot halve images as their sides must be even: they are [33, 32]",
  );
});

Deno.test("quickConfig() is smaller and goes by another name", () => {
  const quick = quickConfig(MNIST);
  assertNotEquals(quick.id, MNIST.id);
  assertEquals(quick.prior.codebookSize, quick.autoencoder.codebookSize);
  assertEquals(quick.autoencoder.channels < MNIST.autoencoder.channels, true);
  assertEquals(quick.autoencoderOptimisation.steps < MNIST.autoencoderOptimisation.steps, true);
});

Deno.test("withSteps() sets the steps of both stages", () => {
  const { autoencoderOptimisation, priorOptimisation } = withSteps(MNIST, 12);
  assertEquals([autoencoderOptimisation.steps, priorOptimisation.steps], [12, 12]);
  assertThrows(() => withSteps(MNIST, 0));
});

Deno.test("learningRateOf() never warms up for more than a quarter of the steps", () => {
  const { autoencoderOptimisation: usual } = MNIST;
  assertEquals(learningRateOf(usual).warmup, usual.warmup);
  assertEquals(learningRateOf({ ...usual, steps: 10 }), {
    warmup: 2,
    total: 10,
    final: usual.finalRate,
  });
});

Deno.test("adamOptions() has the paper's betas", () => {
  const { beta1, beta2, epsilon, rate } = adamOptions(MNIST.priorOptimisation);
  assertEquals([beta1, beta2, epsilon, rate], [0.9, 0.999, 1e-8, MNIST.priorOptimisation.rate]);
});
