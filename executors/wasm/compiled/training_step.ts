import { differentiate } from "../../../core/graph/differentiate.ts";
import type { Graph, Tensor } from "../../../core/graph/mod.ts";
import type { Adam } from "../optimiser/adam.ts";
import { compileGraph } from "./compile.ts";
import type { CompiledGraph } from "./compiled_graph.ts";

/** What a training step minimises and reports. */
export interface TrainingStepOptions {
  readonly graph: Graph;
  /** Scalar. */
  readonly loss: Tensor;
  /** Tensors to read after a step, by name. */
  readonly outputs: ReadonlyMap<string, Tensor>;
  readonly optimizer: Adam;
  /** Where memory for one run begins. */
  readonly address: number;
}

/** Compiles the forward pass, the backward pass, the update and the assignments of one step into one graph. */
export function compileTrainingStep(options: TrainingStepOptions): CompiledGraph {
  const { graph, loss, outputs, optimizer, address } = options;
  const trainable = [...graph.parameters.values()].filter((it) => it.trainable);
  const gradients = differentiate(graph, loss, trainable.map(({ tensor }) => tensor));
  return compileGraph({
    ...{ graph, outputs, address, parameters: optimizer.parameters },
    placed: gradients.map((tensor, i) => ({
      tensor,
      place: optimizer.gradientOf(trainable[i].tensor.name!),
    })),
    kept: [loss, ...graph.assignments.values()],
    after: (context) => optimizer.record(context, { graph, loss }),
  });
}
