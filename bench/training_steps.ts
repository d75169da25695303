import { Graph, type Tensor, type Values } from "../core/graph/mod.ts";
import { Random } from "../core/random/random.ts";
import type { Device } from "../executors/webgpu/device.ts";
import { Adam } from "../executors/webgpu/optimiser/adam.ts";
import { Parameters } from "../executors/webgpu/compiled/parameters.ts";
import { compileTrainingStep } from "../executors/webgpu/compiled/training_step.ts";
import type { Tuning } from "../executors/webgpu/compiled/tuning.ts";
import { pixelCnnLoss } from "../models/priors/pixel_cnn.ts";
import { vqVaeLoss } from "../models/autoencoders/vq_vae.ts";
import type { Benchmark } from "./benchmark.ts";
import { timeRuns } from "./measure.ts";
import { REFERENCE_PIXEL_CNN, REFERENCE_VQ_VAE } from "./reference_models.ts";
import { exactResult, rateResult, timeResult } from "./result.ts";

const BATCH = 64;

/** Steps before those that count. */
const WARM_UP = 3;

const ADAM = {
  rate: 1e-3,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  weightDecay: 0,
  clip: 0,
  averageDecay: 0.999,
};

/** A model to be trained: its loss, and what it is fed. */
interface Training {
  readonly loss: Tensor;
  readonly feeds: ReadonlyMap<string, Values>;
}

/**
 * Training steps of the reference models: input written, forward, backward, Adam, loss read back. The
 * first step begins with building the graph on a device that is open and has compiled nothing.
 */
export const TRAINING_STEPS: readonly Benchmark[] = [
  trainingBenchmark("train vq_vae", buildVqVae),
  trainingBenchmark("train pixel_cnn", buildPixelCnn),
];

function trainingBenchmark(name: string, build: () => Training): Benchmark {
  return {
    name,
    run: async ({ openFresh, tuned, effort }) => {
      const tuning = await tuned();
      const device = await openFresh();
      try {
        const start = performance.now();
        const { step, parameters, dispatches } = await compile(device, build(), tuning);
        await step();
        const first = performance.now() - start;
        const times = await timeRuns(step, { effort, warmUp: WARM_UP });
        return [
          timeResult(`${name}: first step, compiling too`, [first]),
          timeResult(`${name}: step`, times),
          rateResult(`${name}: images`, times, { unit: "images/s", perRun: BATCH }),
          exactResult(`${name}: size of a step`, dispatches, "dispatches"),
          exactResult(`${name}: size of the model`, parameters, "parameters"),
        ];
      } finally {
        device.close();
      }
    },
  };
}

async function compile(device: Device, { loss, feeds }: Training, tuning: Tuning) {
  const { graph } = loss;
  const parameters = Parameters.create(device.gpu, graph, new Random(1));
  const optimizer = new Adam(parameters, ADAM);
  const outputs = new Map([["loss", loss]]);
  const options = { graph, loss, outputs, parameters, optimizer, tuning };
  const program = await compileTrainingStep(device, options);
  let steps = 0;
  const step = async () => {
    optimizer.prepare(steps++, 1);
    program.run(feeds);
    const [value] = (await program.read(["loss"])).get("loss")!;
    if (!Number.isFinite(value)) {
      throw new RangeError(`Cannot time a step as its loss must be finite: ${value}`);
    }
  };
  const sizes = [...graph.parameters.values()].map(({ tensor }) => tensor.size);
  return {
    step,
    dispatches: program.parts.dispatches.length,
    parameters: sizes.reduce((sum, size) => sum + size),
  };
}

function buildVqVae(): Training {
  const graph = new Graph();
  const { channels, height, width } = REFERENCE_VQ_VAE.imageShape;
  const pixels = graph.input("pixels", [BATCH, channels, height, width]);
  const { loss } = vqVaeLoss(graph, REFERENCE_VQ_VAE, pixels);
  const random = new Random(2);
  const values = new Float32Array(pixels.size).map(() => random.uniform());
  return { loss, feeds: new Map([["pixels", values]]) };
}

function buildPixelCnn(): Training {
  const graph = new Graph();
  const { grid: { height, width }, codebookSize } = REFERENCE_PIXEL_CNN;
  const codes = graph.input("codes", [BATCH, height, width], "u32");
  const { loss } = pixelCnnLoss(graph, REFERENCE_PIXEL_CNN, { codes });
  const random = new Random(3);
  const values = new Uint32Array(codes.size).map(() => random.integer(codebookSize));
  return { loss, feeds: new Map([["codes", values]]) };
}
