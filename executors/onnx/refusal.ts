import type { Tensor } from "../../core/graph/mod.ts";

/** An error about a tensor that cannot be written. */
export function refusal({ op, inputs }: Tensor, rule: string): TypeError {
  const shapes = inputs.map(({ shape }) => `[${shape.join(", ")}]`).join(", ");
  return new TypeError(`Cannot write ${op.name} as ONNX: expected ${rule}, got ${shapes}`);
}
