import { ancestors, type Tensor, type Values } from "../core/graph/mod.ts";
import type { Device } from "../executors/webgpu/device.ts";
import { compileGraph } from "../executors/webgpu/compiled/compile.ts";
import { differentiate } from "../core/graph/differentiate.ts";
import type { Parameters } from "../executors/webgpu/compiled/parameters.ts";
import type { Stage } from "./stage.ts";

/** A step gave NaN or infinity. The weights are as they were before it; nothing of it is saved. */
export class NonFiniteError extends Error {
  constructor(readonly tensor: string, readonly step: number, value: number) {
    super(
      `Cannot go on as every value must be finite: ${tensor} has ${value} at step ${step}`,
    );
    this.name = "NonFiniteError";
  }
}

/**
 * Finds the first tensor with a value that is not finite, by running the step again with memory of
 * its own for every tensor.
 */
export async function findNonFinite(
  device: Device,
  { stage, parameters, step }: { stage: Stage; parameters: Parameters; step: number },
): Promise<NonFiniteError> {
  const { graph, loss } = stage;
  const trainable = [...graph.parameters.values()].filter((it) => it.trainable);
  const gradients = differentiate(graph, loss, trainable.map(({ tensor }) => tensor));
  const all = [loss, ...gradients, ...graph.assignments.values()];
  const program = await compileGraph(device, {
    graph,
    parameters,
    outputs: new Map(all.map((tensor, i) => [String(i), tensor])),
    reuseMemory: false,
  });
  program.run(stage.feeds(step));
  for (const tensor of ancestors(all)) {
    const value = firstNonFinite(await program.look(tensor));
    if (value !== undefined) {
      program.destroy();
      return new NonFiniteError(describe(tensor), step, value);
    }
  }
  program.destroy();
  return new NonFiniteError("the update", step, NaN);
}

function firstNonFinite(values: Values): number | undefined {
  return values instanceof Float32Array ? values.find((it) => !Number.isFinite(it)) : undefined;
}

/** `input "pixels"`, or the op with the parameter nearest to it. */
function describe(tensor: Tensor): string {
  if (tensor.name !== undefined) return `${tensor.op.name} "${tensor.name}"`;
  const parameter = ancestors([tensor]).findLast((it) => it.op.name === "parameter");
  const near = parameter ? ` after "${parameter.name}"` : "";
  return `${tensor.op.name} [${tensor.shape.join(", ")}]${near}`;
}
