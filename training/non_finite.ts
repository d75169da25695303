import { ancestors, type Tensor } from "../core/graph/mod.ts";
import type { CompiledStep } from "./backend.ts";
import type { Stage } from "./stage.ts";

/** A step gave NaN or infinity. The weights are as they were before it; nothing of it is saved. */
export class NonFiniteError extends Error {
  constructor(readonly tensor: string, readonly step: number, value: number) {
    super(
      `Cannot go on: expected every value to be finite, got ${value} in ${tensor} at step ${step}`,
    );
    this.name = "NonFiniteError";
  }
}

/** Names the first tensor of a step with a value that is not finite. */
export async function findNonFinite(
  compiled: CompiledStep,
  { stage, step }: { stage: Stage; step: number },
): Promise<NonFiniteError> {
  const found = await compiled.firstNonFinite(stage.feeds(step));
  return found
    ? new NonFiniteError(describe(found.tensor), step, found.value)
    : new NonFiniteError("the update", step, NaN);
}

/** `input "pixels"`, or the op with the parameter nearest to it. */
function describe(tensor: Tensor): string {
  if (tensor.name !== undefined) return `${tensor.op.name} "${tensor.name}"`;
  const parameter = ancestors([tensor]).findLast((it) => it.op.name === "parameter");
  const near = parameter ? ` after "${parameter.name}"` : "";
  return `${tensor.op.name} [${tensor.shape.join(", ")}]${near}`;
}
