import type { Op, Tensor } from "./graph.ts";
import { addOp } from "./ops/add.ts";
import { argminOp } from "./ops/argmin.ts";
import { broadcastToOp } from "./ops/broadcast_to.ts";
import { concatOp } from "./ops/concat.ts";
import { conv2dOp } from "./ops/conv2d.ts";
import { conv2dWeightGradientOp } from "./ops/conv2d_weight_gradient.ts";
import { convTranspose2dOp } from "./ops/conv_transpose2d.ts";
import { crossEntropyOp } from "./ops/cross_entropy.ts";
import { divOp } from "./ops/div.ts";
import { dropoutOp } from "./ops/dropout.ts";
import { embeddingOp } from "./ops/embedding.ts";
import { expOp } from "./ops/exp.ts";
import { greaterOp } from "./ops/greater.ts";
import { logOp } from "./ops/log.ts";
import { logSoftmaxOp } from "./ops/log_softmax.ts";
import { matmulOp } from "./ops/matmul.ts";
import { mulOp } from "./ops/mul.ts";
import { oneHotOp } from "./ops/one_hot.ts";
import { padOp } from "./ops/pad.ts";
import { reduceSumOp } from "./ops/reduce_sum.ts";
import { reluOp } from "./ops/relu.ts";
import { reshapeOp } from "./ops/reshape.ts";
import { scaleOp } from "./ops/scale.ts";
import { selectOp } from "./ops/select.ts";
import { sigmoidOp } from "./ops/sigmoid.ts";
import { sliceOp } from "./ops/slice.ts";
import { softmaxOp } from "./ops/softmax.ts";
import { sqrtOp } from "./ops/sqrt.ts";
import { stopGradientOp } from "./ops/stop_gradient.ts";
import { subOp } from "./ops/sub.ts";
import { tanhOp } from "./ops/tanh.ts";
import { transposeOp } from "./ops/transpose.ts";

/** The vocabulary: what a graph may be made of, besides its inputs, parameters and constants. */
type Vocabulary =
  | typeof addOp
  | typeof argminOp
  | typeof broadcastToOp
  | typeof concatOp
  | typeof conv2dOp
  | typeof conv2dWeightGradientOp
  | typeof convTranspose2dOp
  | typeof crossEntropyOp
  | typeof divOp
  | typeof dropoutOp
  | typeof embeddingOp
  | typeof expOp
  | typeof greaterOp
  | typeof logOp
  | typeof logSoftmaxOp
  | typeof matmulOp
  | typeof mulOp
  | typeof oneHotOp
  | typeof padOp
  | typeof reduceSumOp
  | typeof reluOp
  | typeof reshapeOp
  | typeof scaleOp
  | typeof selectOp
  | typeof sigmoidOp
  | typeof sliceOp
  | typeof softmaxOp
  | typeof sqrtOp
  | typeof stopGradientOp
  | typeof subOp
  | typeof tanhOp
  | typeof transposeOp;

/** Every op under its name. */
export const OPS: { readonly [N in OpName]: Extract<Vocabulary, { name: N }> } = {
  add: addOp,
  argmin: argminOp,
  broadcast_to: broadcastToOp,
  concat: concatOp,
  conv2d: conv2dOp,
  conv2d_weight_gradient: conv2dWeightGradientOp,
  conv_transpose2d: convTranspose2dOp,
  cross_entropy: crossEntropyOp,
  div: divOp,
  dropout: dropoutOp,
  embedding: embeddingOp,
  exp: expOp,
  greater: greaterOp,
  log: logOp,
  log_softmax: logSoftmaxOp,
  matmul: matmulOp,
  mul: mulOp,
  one_hot: oneHotOp,
  pad: padOp,
  reduce_sum: reduceSumOp,
  relu: reluOp,
  reshape: reshapeOp,
  scale: scaleOp,
  select: selectOp,
  sigmoid: sigmoidOp,
  slice: sliceOp,
  softmax: softmaxOp,
  sqrt: sqrtOp,
  stop_gradient: stopGradientOp,
  sub: subOp,
  tanh: tanhOp,
  transpose: transposeOp,
};

/** Name of an op of the vocabulary. */
export type OpName =
  | "add"
  | "argmin"
  | "broadcast_to"
  | "concat"
  | "conv2d"
  | "conv2d_weight_gradient"
  | "conv_transpose2d"
  | "cross_entropy"
  | "div"
  | "dropout"
  | "embedding"
  | "exp"
  | "greater"
  | "log"
  | "log_softmax"
  | "matmul"
  | "mul"
  | "one_hot"
  | "pad"
  | "reduce_sum"
  | "relu"
  | "reshape"
  | "scale"
  | "select"
  | "sigmoid"
  | "slice"
  | "softmax"
  | "sqrt"
  | "stop_gradient"
  | "sub"
  | "tanh"
  | "transpose";

/** Attributes of each op, by its name. */
export type OpAttributes = {
  readonly [O in Vocabulary as O["name"]]: O extends Op<string, infer A> ? A : never;
};

/** A tensor made by the op of that name: its attributes are typed. */
export type TensorOf<N extends OpName> = Tensor<N, OpAttributes[N]>;

/** Whether `name` is in the vocabulary. */
export function isOpName(name: string): name is OpName {
  return Object.hasOwn(OPS, name);
}

/** Whether a tensor was made by the op of that name. */
export function isOp<N extends OpName>(tensor: Tensor, name: N): tensor is TensorOf<N> {
  return tensor.op === OPS[name] as Op;
}

/** Whether a tensor was made by an op of the vocabulary: neither a source nor an op from outside. */
export function isKnownOp(tensor: Tensor): tensor is TensorOf<OpName> {
  const { name } = tensor.op;
  return isOpName(name) && isOp(tensor, name);
}

/**
 * The same tensor, typed by its op: an executor can then look the op up in its table.
 * @throws {TypeError} For an input, a parameter, a constant, or an op from outside.
 */
export function requireKnownOp(tensor: Tensor): TensorOf<OpName> {
  if (isKnownOp(tensor)) return tensor;
  throw new TypeError(
    `Cannot run a tensor: expected an op of the vocabulary, got "${tensor.op.name}"`,
  );
}
