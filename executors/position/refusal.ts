import type { Tensor } from "../../core/graph/mod.ts";

/** An error about a tensor that cannot be computed position by position. */
export function refusal(tensor: Tensor, rule: string): TypeError {
  const shapes = tensor.inputs.map(({ shape }) => `[${shape.join(", ")}]`).join(", ");
  return new TypeError(
    `Cannot order ${tensor.op.name} by position: expected ${rule}, got ${shapes}`,
  );
}
