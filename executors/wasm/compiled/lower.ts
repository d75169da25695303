import {
  type OpName,
  requireKnownOp,
  type Tensor,
  type TensorOf,
} from "../../../core/graph/mod.ts";
import { lowerMatmul } from "../products/matmul.ts";
import type { Epilogue, Lowering } from "./lowering.ts";
import type { Buffer } from "./task.ts";

/** Records the tasks that compute `tensor` into `out`. */
export function lower(
  context: Lowering,
  tensor: Tensor,
  out: Buffer,
  epilogue: Epilogue = { relu: false },
): void {
  lowerKnown(context, requireKnownOp(tensor), out, epilogue);
}

function lowerKnown<N extends OpName>(
  context: Lowering,
  tensor: TensorOf<N>,
  out: Buffer,
  epilogue: Epilogue,
): void {
  const lowering: Lower<N> | undefined = LOWERINGS[tensor.op.name];
  if (!lowering) throw new TypeError(`Cannot compile ${tensor.op.name} for the processor yet`);
  lowering(context, tensor, out, epilogue);
}

type Lower<N extends OpName> = (
  context: Lowering,
  y: TensorOf<N>,
  out: Buffer,
  epilogue: Epilogue,
) => void;

/** How each op is computed. */
const LOWERINGS: { readonly [N in OpName]?: Lower<N> } = {
  matmul: lowerMatmul,
};
