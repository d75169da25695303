import { Graph } from "../core/graph/mod.ts";
import { Random } from "../core/random/random.ts";
import { pixelCnnLogits } from "../models/priors/pixel_cnn.ts";
import type { PixelCnnConfig } from "../models/priors/pixel_cnn_config.ts";
import type { Device } from "../executors/webgpu/device.ts";
import { Parameters } from "../executors/webgpu/compiled/parameters.ts";
import { servedWeights } from "../training/served_weights.ts";
import type { Checkpoint } from "./checkpoint.ts";
import type { TrainedModel } from "../training/measures/measure_model.ts";

/** A run that has not reached its last stage. */
export class UnfinishedError extends Error {
  /** What a person can do about it. */
  readonly hint =
    "go on with `deno task train --resume` and the flags that the run was started with";
  constructor(path: string, { config, stage, state }: Checkpoint) {
    const { steps } = config.autoencoderOptimisation;
    super(
      `Cannot export ${path} as its run must have reached the prior: ` +
        `it is at step ${state.step} of ${steps} of the ${stage}`,
    );
    this.name = "UnfinishedError";
  }
}

/** @param path Of the checkpoint. @throws {UnfinishedError} If the autoencoder is still in training. */
export function requirePrior(checkpoint: Checkpoint, path: string): void {
  if (checkpoint.stage !== "prior") throw new UnfinishedError(path, checkpoint);
}

/**
 * The model of a run whose prior is in training or done, as the end of the run would take it: of the
 * prior the best weights so far, else the averaged ones.
 * @param checkpoint Of a run that has reached the prior.
 */
export function checkpointModel(device: Device, checkpoint: Checkpoint): TrainedModel {
  const { config, best, frozen } = checkpoint;
  const prior = best?.parameters ?? averagedPrior(device, config.prior, checkpoint);
  const named = Array.from(
    servedWeights("prior", prior),
    ([name, values]) => [`prior.${name}`, values] as const,
  );
  return {
    configs: { autoencoder: config.autoencoder, prior: config.prior },
    weights: new Map([...frozen, ...named]),
  };
}

/** The averaged weights by name, out of the optimiser's flat arena. */
function averagedPrior(
  { gpu }: Device,
  config: PixelCnnConfig,
  { state }: Checkpoint,
): Map<string, Float32Array> {
  const graph = new Graph();
  const { height, width } = config.grid;
  const codes = graph.input("codes", [1, height, width], "u32");
  const label = config.classes > 0 ? { class: graph.input("class", [1], "u32") } : {};
  pixelCnnLogits(graph, config, { codes, ...label });
  const layout = Parameters.create(gpu, graph, new Random(0));
  layout.destroy();
  return new Map(
    [...layout.slots].map(([name, { offset, words }]) => [
      name,
      state.optimizer.average.slice(offset, offset + words),
    ]),
  );
}
