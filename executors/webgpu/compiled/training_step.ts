import type { Graph, Tensor } from "../../../core/graph/mod.ts";
import type { Device } from "../device.ts";
import type { Adam } from "../optimiser/adam.ts";
import { compileGraph } from "./compile.ts";
import { differentiate } from "../../../core/graph/differentiate.ts";
import type { Parameters } from "./parameters.ts";
import type { CompiledGraph } from "./compiled_graph.ts";
import type { Tuning } from "./tuning.ts";

/** What a training step minimises and reports. */
export interface TrainingStepOptions {
  readonly graph: Graph;
  /** Scalar. */
  readonly loss: Tensor;
  /** Tensors to read after a step, by name; `norm` is added: `[gradient norm, 1 if finite]`. */
  readonly outputs: ReadonlyMap<string, Tensor>;
  readonly parameters: Parameters;
  readonly optimizer: Adam;
  readonly tuning?: Tuning;
}

/** Compiles the forward pass, the backward pass, the update and the assignments of one step into one graph. */
export function compileTrainingStep(
  device: Device,
  { graph, loss, outputs, parameters, optimizer, tuning }: TrainingStepOptions,
): Promise<CompiledGraph> {
  const trainable = [...graph.parameters.values()].filter((it) => it.trainable);
  const gradients = differentiate(graph, loss, trainable.map(({ tensor }) => tensor));
  return compileGraph(device, {
    graph,
    parameters,
    outputs,
    tuning,
    placed: gradients.map((tensor, i) => ({
      tensor,
      place: optimizer.gradientOf(trainable[i].tensor.name!),
    })),
    kept: [loss, ...graph.assignments.values()],
    extra: new Map([["norm", optimizer.norm]]),
    after: (recorder, bufferOf) => optimizer.record(recorder, { graph, loss, bufferOf }),
  });
}
