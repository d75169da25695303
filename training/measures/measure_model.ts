import type { BundleGraphs, ManifestSpace } from "../../core/bundle/mod.ts";
import { crossEntropy, Graph, splice } from "../../core/graph/mod.ts";
import type { Split } from "../data/dataset.ts";
import type { Compute, TrainingBackend } from "../backend.ts";
import { encodedExamples, imageExamples } from "../data/examples.ts";
import { codecMeasure } from "./codec_measure.ts";
import type { Report } from "./compute.ts";
import { marginalNats } from "./marginal_nats.ts";
import { priorMeasure } from "./prior_measure.ts";
import type { TestMetrics } from "./test_metrics.ts";

/** A trained model as its graphs. */
export interface TrainedModel {
  readonly graphs: BundleGraphs;
  readonly space: ManifestSpace;
  /** Number of classes, 0 without. */
  readonly classes: number;
  /** By the names of the graphs' parameters. */
  readonly weights: ReadonlyMap<string, Float32Array>;
}

/** On what a model is measured. */
export interface MeasureOptions {
  /** Images and classes of the model's kind. */
  readonly split: Split;
  /** Also measures `nats marginal` of a prior with classes, which takes as many passes as there are classes. */
  readonly marginal?: boolean;
  readonly report?: Report;
}

/** Images computed at once. */
const BATCH = 64;

/** Measures a model on a split, as the end of a training run does. */
export async function measureModel(
  backend: TrainingBackend,
  model: TrainedModel,
  { split, marginal = false, report }: MeasureOptions,
): Promise<TestMetrics> {
  const { graphs: { logits }, classes } = model;
  const ofClasses = classes > 0 ? 1 + (marginal ? classes : 0) : 0;
  const passes = logits ? 3 + ofClasses : 1;
  const batches = Math.ceil(split.count / BATCH) * passes;
  let done = 0;
  const counted = (compute: Compute): Compute => async (outputs, feeds) => {
    const results = await compute(outputs, feeds);
    report?.("measuring", ++done, batches);
    return results;
  };
  const { encoded, metrics } = await measureCodec(backend, model, { split, counted });
  if (!logits || !encoded) return { codec: metrics };
  const graph = new Graph();
  const output = splice(graph, logits, { n: BATCH }).get("logits")!;
  const drawn = graph.inputs.get("codes")!;
  const inputs = { drawn, class: graph.inputs.get("class") };
  const values = new Map([["nats", crossEntropy(output, drawn, { axis: 1 })]]);
  const { measure } = priorMeasure({ inputs, values }, classes);
  const prior = backend.fix(graph, model.weights);
  try {
    const set = encodedExamples(encoded, split);
    const compute = counted(prior.compute);
    const measured = await measure(compute, set);
    if (marginal && classes > 0) {
      measured.set("nats marginal", await marginalNats(compute, set, { inputs, values, classes }));
    }
    return { codec: metrics, prior: measured };
  } finally {
    prior.close();
  }
}

async function measureCodec(
  backend: TrainingBackend,
  { graphs, space, weights }: TrainedModel,
  { split, counted }: { split: Split; counted: (compute: Compute) => Compute },
) {
  const graph = new Graph();
  const coded = splice(graph, graphs.encode!, { n: BATCH });
  const decoded = splice(graph, graphs.decode!, { n: BATCH, inputs: coded });
  const [encoded] = coded.values();
  const coding = {
    pixels: graph.inputs.get("pixels")!,
    encoded,
    rebuilt: decoded.get("pixels")!,
  };
  const { encode, measure } = codecMeasure(coding, space);
  const codec = backend.fix(graph, weights);
  try {
    const compute = counted(codec.compute), images = imageExamples(split);
    return {
      encoded: graphs.logits && await encode(compute, images),
      metrics: await measure(compute, images),
    };
  } finally {
    codec.close();
  }
}
