import { type Tensor, unsupported } from "../../core/graph/mod.ts";
import { convolution, transposedConvolution } from "./convolution_rule.ts";
import { biasedConvolution } from "./find_biases.ts";
import { BOOL, FLOAT, INT32 } from "./model_proto.ts";
import type { OnnxWriter, Rule, Rules } from "./onnx_writer.ts";
import { refusal } from "./refusal.ts";

const ONLY_TRAINING = unsupported("only training computes it");

/** An operator that does exactly what the op does. */
function same(operator: string): (w: OnnxWriter, y: Tensor) => string {
  return (w, y) => w.node(operator, y, y.inputs.map((x) => w.name(x)));
}

/** The same for an op along an axis. */
function alongAxis(operator: string): Rule<"softmax" | "log_softmax" | "concat"> {
  return (w, y) => {
    const { axis } = y.attributes;
    return w.node(operator, y, y.inputs.map((x) => w.name(x)), { axis });
  };
}

/** The ops of a forward pass in operators of opset 17. */
export const RULES: Rules = {
  add: (w, y) => {
    const biased = biasedConvolution(y);
    const done = biased && w.biasOf(biased.convolution) === biased.bias;
    return done ? w.name(biased.convolution) : same("Add")(w, y);
  },
  // ONNX's ArgMin gives int64, which the WebGPU provider of ONNX Runtime cannot convert: the lowest
  // code among those that reach the minimum, in f32, which holds any code exactly.
  argmin: (w, y) => {
    const [x] = y.inputs;
    const { axis } = y.attributes;
    const shape = x.shape.map((side, i) => i === axis ? side : 1);
    const codes = Float32Array.from({ length: x.shape[axis] }, (_, code) => code);
    const all = w.initializer(`positions_${shape.join("_")}`, { shape, values: codes });
    const lowest = w.node("ReduceMin", y, [w.name(x)], { axes: [axis], keepdims: 1 });
    const reached = w.node("Equal", y, [w.name(x), lowest]);
    const found = w.node("Where", y, [reached, all, w.scalar(codes.length - 1)]);
    const first = w.node("ReduceMin", y, [found], { axes: [axis], keepdims: 0 });
    return w.node("Cast", y, [first], { to: INT32 });
  },
  broadcast_to: (w, y) => {
    const [x] = y.inputs;
    const skipped = y.shape.length - x.shape.length;
    const shape = w.shape(y).map((side, axis) => {
      if (side >= 0) return side;
      if (axis >= skipped && w.shape(x)[axis - skipped] < 0) return 1; // Leaves the side as it is.
      throw refusal(y, "no stretching along the batch");
    });
    return w.node("Expand", y, [w.name(x), w.integers(shape)]);
  },
  concat: alongAxis("Concat"),
  conv2d: convolution,
  conv2d_weight_gradient: ONLY_TRAINING,
  conv_transpose2d: transposedConvolution,
  cross_entropy: ONLY_TRAINING,
  div: same("Div"),
  dropout: ONLY_TRAINING,
  embedding: same("Gather"),
  exp: same("Exp"),
  greater: (w, y) => w.node("Cast", y, [same("Greater")(w, y)], { to: FLOAT }),
  log: same("Log"),
  log_softmax: alongAxis("LogSoftmax"),
  matmul: (w, y) => {
    const { transposeA, transposeB } = y.attributes;
    const operands = y.inputs.map((x) => w.name(x));
    if (y.shape.length === 2) {
      return w.node("Gemm", y, operands, { transA: +transposeA, transB: +transposeB });
    }
    const swapped = (x: string, swap: boolean) =>
      swap ? w.node("Transpose", y, [x], { perm: [0, 2, 1] }) : x;
    return w.node("MatMul", y, [
      swapped(operands[0], transposeA),
      swapped(operands[1], transposeB),
    ]);
  },
  mul: same("Mul"),
  one_hot: (w, y) => {
    const { depth, axis } = y.attributes;
    const shape = y.shape.map((_, i) => i === axis ? depth : 1);
    const values = Uint32Array.from({ length: depth }, (_, code) => code);
    const all = w.initializer(`codes_${shape.join("_")}`, { shape, values });
    const codes = w.node("Unsqueeze", y, [w.name(y.inputs[0]), w.integers([axis])]);
    return w.node("Cast", y, [w.node("Equal", y, [codes, all])], { to: FLOAT });
  },
  pad: (w, y) => {
    const { before, after } = y.attributes;
    return w.node("Pad", y, [w.name(y.inputs[0]), w.integers([...before, ...after])]);
  },
  reduce_sum: (w, y) => {
    const { axes, keepDims } = y.attributes;
    const x = w.name(y.inputs[0]);
    if (axes.length === 0) return x;
    return w.node("ReduceSum", y, [x, w.integers(axes)], { keepdims: +keepDims });
  },
  relu: same("Relu"),
  reshape: (w, y) => {
    const shape = w.shape(y);
    if (shape.filter((side) => side < 0).length > 1) {
      throw refusal(y, "at most one side to follow the batch");
    }
    return w.node("Reshape", y, [w.name(y.inputs[0]), w.integers(shape)]);
  },
  scale: (w, y) => {
    const { factor, offset } = y.attributes;
    const x = w.name(y.inputs[0]);
    if (factor === -1 && offset !== 0) return w.node("Sub", y, [w.scalar(offset), x]);
    const scaled = factor === 1 ? x : w.node("Mul", y, [x, w.scalar(factor)]);
    return offset === 0 ? scaled : w.node("Add", y, [scaled, w.scalar(offset)]);
  },
  select: (w, y) => {
    const [condition, a, b] = y.inputs.map((x) => w.name(x));
    return w.node("Where", y, [w.node("Cast", y, [condition], { to: BOOL }), a, b]);
  },
  sigmoid: same("Sigmoid"),
  slice: (w, y) => {
    const [x] = y.inputs;
    const { starts, sizes } = y.attributes;
    const axes = y.shape.flatMap((_, axis) => w.sameSide(x, y, axis) ? [] : [axis]);
    if (axes.some((axis) => w.shape(x)[axis] < 0)) throw refusal(y, "a slice of the whole batch");
    if (axes.length === 0) return w.name(x);
    const first = axes.map((axis) => starts[axis]);
    const end = axes.map((axis) => starts[axis] + sizes[axis]);
    return w.node("Slice", y, [w.name(x), w.integers(first), w.integers(end), w.integers(axes)]);
  },
  softmax: alongAxis("Softmax"),
  sqrt: same("Sqrt"),
  stop_gradient: (w, y) => w.name(y.inputs[0]),
  sub: same("Sub"),
  tanh: same("Tanh"),
  transpose: (w, y) =>
    w.node("Transpose", y, [w.name(y.inputs[0])], { perm: y.attributes.permutation }),
};
