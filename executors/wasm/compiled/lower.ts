import {
  type OpName,
  requireKnownOp,
  type Tensor,
  type TensorOf,
} from "../../../core/graph/mod.ts";
import { lowerAlongAxis } from "../pointwise/lower_along_axis.ts";
import { lowerPointwise } from "../pointwise/lower_pointwise.ts";
import { lowerReduceSum } from "../pointwise/lower_reduce_sum.ts";
import { lowerConv2dWeightGradient } from "../products/conv2d_weight_gradient.ts";
import { lowerConv2d, lowerConvTranspose2d } from "../products/lower_convolution.ts";
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
  const lowering: Lower<N> = LOWERINGS[tensor.op.name];
  lowering(context, tensor, out, epilogue);
}

type Lower<N extends OpName> = (
  context: Lowering,
  y: TensorOf<N>,
  out: Buffer,
  epilogue: Epilogue,
) => void;

/** How each op is computed: by tasks of its own, or as part of a pass over elements. */
const LOWERINGS: { readonly [N in OpName]: Lower<N> } = {
  add: lowerPointwise,
  argmin: lowerAlongAxis,
  broadcast_to: lowerPointwise,
  concat: lowerPointwise,
  conv2d: lowerConv2d,
  conv2d_weight_gradient: lowerConv2dWeightGradient,
  conv_transpose2d: lowerConvTranspose2d,
  cross_entropy: lowerAlongAxis,
  div: lowerPointwise,
  dropout: lowerPointwise,
  embedding: lowerPointwise,
  exp: lowerPointwise,
  greater: lowerPointwise,
  log: lowerPointwise,
  log_softmax: lowerAlongAxis,
  matmul: lowerMatmul,
  mul: lowerPointwise,
  one_hot: lowerPointwise,
  pad: lowerPointwise,
  reduce_sum: lowerReduceSum,
  relu: lowerPointwise,
  reshape: lowerPointwise,
  scale: lowerPointwise,
  select: lowerPointwise,
  sigmoid: lowerPointwise,
  slice: lowerPointwise,
  softmax: lowerAlongAxis,
  sqrt: lowerPointwise,
  stop_gradient: lowerPointwise,
  sub: lowerPointwise,
  tanh: lowerPointwise,
  transpose: lowerPointwise,
};
