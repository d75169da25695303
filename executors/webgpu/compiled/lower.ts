import {
  type ConvAttributes,
  type OpName,
  requireKnownOp,
  type Shape,
  type Tensor,
  type TensorOf,
} from "../../../core/graph/mod.ts";
import { type BufferRef, read, write } from "../kernels/kernel.ts";
import { launchConv2d, launchConv2dInputGradient } from "../kernels/conv2d.ts";
import { launchConv2dWeightGradient } from "../kernels/conv2d_weight_gradient.ts";
import { launchMatmul } from "../kernels/matmul.ts";
import { alongAxis } from "../kernels/along_axis.ts";
import { gridOf } from "../kernels/grid.ts";
import { lowerConcat, lowerPointwise } from "./lower_pointwise.ts";
import { lowerReduceSum } from "./lower_reduce_sum.ts";
import type { Epilogue } from "../../storage/epilogue.ts";
import type { Lowering } from "./lowering.ts";

/** Records the dispatches that compute `tensor` into `out`. */
export function lower(
  context: Lowering,
  tensor: Tensor,
  out: BufferRef,
  epilogue: Epilogue = { relu: false },
): void {
  context.recorder.op = tensor.op.name;
  lowerKnown(context, requireKnownOp(tensor), out, epilogue);
}

function lowerKnown<N extends OpName>(
  context: Lowering,
  tensor: TensorOf<N>,
  out: BufferRef,
  epilogue: Epilogue,
): void {
  const kernel: Kernel<N> = KERNELS[tensor.op.name];
  kernel(context, tensor, out, epilogue);
}

/** The ops that walk one axis. */
type AlongAxis = "softmax" | "log_softmax" | "cross_entropy" | "argmin";

/** softmax, log_softmax, cross_entropy, argmin: one invocation walks the axis of one (outer, inner). */
function lowerAlongAxis(
  { recorder, bufferOf }: Lowering,
  y: TensorOf<AlongAxis>,
  out: BufferRef,
): void {
  const [x, targets] = y.inputs;
  const { axis } = y.attributes;
  const inner = x.shape.slice(axis + 1).reduce((a, b) => a * b, 1);
  const count = x.size / x.shape[axis];
  recorder.dispatch({
    kernel: alongAxis(y.op.name, { axis: x.shape[axis], inner, count }),
    bindings: [read(bufferOf(x)), write(out), ...targets ? [read(bufferOf(targets))] : []],
    workgroups: gridOf(count),
  });
}

function lowerMatmul(
  { recorder, bufferOf }: Lowering,
  y: TensorOf<"matmul">,
  out: BufferRef,
): void {
  const [a, b] = y.inputs;
  const { transposeA, transposeB } = y.attributes;
  const [m, k] = transposeA
    ? [a.shape.at(-1)!, a.shape.at(-2)!]
    : [a.shape.at(-2)!, a.shape.at(-1)!];
  launchMatmul(recorder, {
    a: bufferOf(a),
    b: bufferOf(b),
    out,
    batch: a.shape.length === 3 ? a.shape[0] : 1,
    m,
    n: y.shape.at(-1)!,
    k,
    transposeA,
    transposeB,
  });
}

function convShape(x: Shape, y: Shape, kernel: Shape, at: ConvAttributes) {
  return {
    n: x[0],
    inChannels: x[1],
    inHeight: x[2],
    inWidth: x[3],
    outChannels: y[1],
    kernelHeight: kernel[0],
    kernelWidth: kernel[1],
    outHeight: y[2],
    outWidth: y[3],
    strideHeight: at.stride[0],
    strideWidth: at.stride[1],
    padTop: at.pad[0],
    padLeft: at.pad[1],
    groups: at.groups,
  };
}

type Kernel<N extends OpName> = (
  context: Lowering,
  y: TensorOf<N>,
  out: BufferRef,
  epilogue: Epilogue,
) => void;

/** How each op is computed: by kernels of its own, or as part of a pointwise one. */
const KERNELS: { readonly [N in OpName]: Kernel<N> } = {
  add: lowerPointwise,
  argmin: lowerAlongAxis,
  broadcast_to: lowerPointwise,
  concat: lowerConcat,
  conv2d: ({ recorder, bufferOf }, y, out, { bias, relu }) => {
    const [x, weight] = y.inputs;
    launchConv2d(recorder, {
      x: bufferOf(x),
      weight: bufferOf(weight),
      bias: bias && bufferOf(bias),
      activation: relu ? "relu" : "none",
      out,
      shape: convShape(x.shape, y.shape, weight.shape.slice(2), y.attributes),
    });
  },
  conv2d_weight_gradient: ({ recorder, bufferOf }, y, out) => {
    const [x, dY] = y.inputs;
    launchConv2dWeightGradient(recorder, {
      x: bufferOf(x),
      dY: bufferOf(dY),
      dWeight: out,
      shape: convShape(x.shape, dY.shape, y.shape.slice(2), y.attributes),
    });
  },
  conv_transpose2d: ({ recorder, bufferOf }, y, out, { bias, relu }) => {
    const [x, weight] = y.inputs;
    launchConv2dInputGradient(recorder, {
      dY: bufferOf(x),
      weight: bufferOf(weight),
      bias: bias && bufferOf(bias),
      activation: relu ? "relu" : "none",
      dX: out,
      shape: convShape(y.shape, x.shape, weight.shape.slice(2), y.attributes),
    });
  },
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
