import { Random } from "../core/random/random.ts";
import type { Values } from "../core/graph/mod.ts";
import type { Device } from "../executors/webgpu/device.ts";
import type { Tuning } from "../executors/webgpu/compiled/tuning.ts";
import { WebGpuBackend } from "../executors/webgpu/training_backend.ts";
import type { Role } from "../models/contract.ts";
import { modelsOf, stagesOf } from "../models/recipe.ts";
import { REFERENCE_PICTURES, REFERENCE_RECIPE } from "../models/reference_recipe.ts";
import type { Examples } from "../training/data/examples.ts";
import { makeStage } from "../training/make_stage.ts";
import type { Stage } from "../training/stage.ts";
import type { Benchmark } from "./benchmark.ts";
import { timeRuns } from "./measure.ts";
import { exactResult, rateResult, timeResult } from "./result.ts";

/** Steps before those that count. */
const WARM_UP = 3;

/**
 * Training steps of the reference models: input written, forward, backward, Adam, loss read back. The
 * first step begins with building the graph on a device that is open and has compiled nothing.
 */
export const TRAINING_STEPS: readonly Benchmark[] = [
  trainingBenchmark("train codec", "codec"),
  trainingBenchmark("train prior", "prior"),
];

function trainingBenchmark(name: string, role: Role): Benchmark {
  return {
    name,
    run: async ({ openFresh, tuned, effort }) => {
      const tuning = await tuned();
      const device = await openFresh();
      try {
        const start = performance.now();
        const stage = referenceStage(role);
        const { step, parameters, dispatches } = await compile(device, stage, tuning);
        await step();
        const first = performance.now() - start;
        const times = await timeRuns(step, { effort, warmUp: WARM_UP });
        const { batchSize } = stage;
        return [
          timeResult(`${name}: first step, compiling too`, [first]),
          timeResult(`${name}: step`, times),
          rateResult(`${name}: images`, times, { unit: "images/s", perRun: batchSize }),
          exactResult(`${name}: size of a step`, dispatches, "dispatches"),
          exactResult(`${name}: size of the model`, parameters, "parameters"),
        ];
      } finally {
        device.close();
      }
    },
  };
}

async function compile(device: Device, stage: Stage, tuning: Tuning) {
  const { graph, loss, optimiser } = stage;
  const compiled = await new WebGpuBackend(device, tuning).compile({
    ...{ graph, loss, optimiser, outputs: new Map([["loss", loss]]), random: new Random(1) },
  });
  const feeds = stage.feeds(0);
  let steps = 0;
  const step = async () => {
    compiled.step(feeds, { step: steps++, scale: 1 });
    const { values } = await compiled.read();
    if (Number.isFinite(values.get("loss"))) return;
    throw new RangeError(`Cannot time a step: expected a finite loss, got ${values.get("loss")}`);
  };
  const sizes = [...graph.parameters.values()].map(({ tensor }) => tensor.size);
  const parameters = sizes.reduce((sum, size) => sum + size);
  return { step, dispatches: compiled.dispatches, parameters };
}

/** A stage on random pixels or codes. */
function referenceStage(role: Role): Stage {
  const models = modelsOf(REFERENCE_RECIPE, REFERENCE_PICTURES);
  const stages = stagesOf(REFERENCE_RECIPE);
  const index = stages.findIndex((it) => it.role === role);
  const random = new Random(2 + index);
  const { space } = models;
  const size = space.kind === "codes" ? space.size : 1;
  const draw = role === "codec" ? () => random.uniform() : () => random.integer(size);
  const set: Examples = {
    count: stages[index].optimisation.batchSize,
    labels: [],
    fill: (_, batch: Values) => batch.forEach((_, i) => batch[i] = draw()),
  };
  return makeStage(stages[index], models, {
    ...{ examples: { train: set, monitor: set, test: set }, seed: 1, index },
  });
}
