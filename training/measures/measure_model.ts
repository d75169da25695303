import { Graph } from "../../core/graph/mod.ts";
import type { ModelConfigs } from "../../generation/model_configs.ts";
import type { Split } from "../data/dataset.ts";
import type { Device } from "../../executors/webgpu/device.ts";
import { vqVaeCodes, vqVaeDecode } from "../../models/autoencoders/vq_vae.ts";
import { pixelCnnLoss } from "../../models/priors/pixel_cnn.ts";
import type { Compute } from "../backend.ts";
import { encodedExamples, imageExamples } from "../data/examples.ts";
import { codecMeasure } from "./codec_measure.ts";
import type { Report } from "./compute.ts";
import { FixedWeights } from "./fixed_weights.ts";
import { priorMeasure } from "./prior_measure.ts";
import type { TestMetrics } from "./test_metrics.ts";

/** Both stages of a model, trained. */
export interface TrainedModel {
  readonly configs: ModelConfigs;
  /** `autoencoder.…` and `prior.…`. */
  readonly weights: ReadonlyMap<string, Float32Array>;
}

/** Images computed at once. */
const BATCH = 64;

/** Measures a model on a split whose images and classes are of its kind, as the end of a training run does. */
export async function measureModel(
  device: Device,
  model: TrainedModel,
  { split, report }: { split: Split; report?: Report },
): Promise<TestMetrics> {
  const { classes } = model.configs.prior;
  const batches = Math.ceil(split.count / BATCH) * (classes > 0 ? 4 : 3);
  let done = 0;
  const counted = (compute: Compute): Compute => async (outputs, feeds) => {
    const results = await compute(outputs, feeds);
    report?.("measuring", ++done, batches);
    return results;
  };
  const first = await measureAutoencoder(device, model, { split, counted });
  const set = encodedExamples(first.codes, split);
  const { prior: config } = model.configs;
  const graph = new Graph();
  const inputs = {
    codes: graph.input("codes", [BATCH, config.grid.height, config.grid.width], "u32"),
    ...config.classes > 0 && { class: graph.input("class", [BATCH], "u32") },
  };
  const values = new Map([["nats", pixelCnnLoss(graph, config, inputs).perPosition]]);
  const { codes: drawn, class: label } = inputs;
  const { measure } = priorMeasure({ inputs: { drawn, class: label }, values }, classes);
  const prior = new FixedWeights(device, graph, weightsOf(model, "prior"));
  try {
    return { codec: first.metrics, prior: await measure(counted(prior.compute), set) };
  } finally {
    prior.destroy();
  }
}

async function measureAutoencoder(
  device: Device,
  model: TrainedModel,
  { split, counted }: { split: Split; counted: (compute: Compute) => Compute },
) {
  const { autoencoder: config } = model.configs;
  const { channels, height, width } = config.imageShape;
  const graph = new Graph();
  const pixels = graph.input("pixels", [BATCH, channels, height, width]);
  const encoded = vqVaeCodes(graph, config, pixels);
  const rebuilt = vqVaeDecode(graph, config, encoded);
  const { height: rows, width: columns } = model.configs.prior.grid;
  const space = {
    ...{ kind: "codes" as const, height: rows, width: columns },
    size: config.codebookSize,
  };
  const { encode, measure } = codecMeasure({ pixels, encoded, rebuilt }, space);
  const autoencoder = new FixedWeights(device, graph, weightsOf(model, "autoencoder"));
  try {
    const compute = counted(autoencoder.compute), images = imageExamples(split);
    return { codes: await encode(compute, images), metrics: await measure(compute, images) };
  } finally {
    autoencoder.destroy();
  }
}

/** The weights of one stage by the names of its graph. */
export function weightsOf(
  { weights }: TrainedModel,
  stage: "autoencoder" | "prior",
): Map<string, Float32Array> {
  const prefix = `${stage}.`;
  const own = [...weights].filter(([name]) => name.startsWith(prefix));
  return new Map(own.map(([name, values]) => [name.slice(prefix.length), values]));
}
