import * as ops from "../../core/graph/mod.ts";
import { Graph, type Shape, sizeOf, type Tensor, type Values } from "../../core/graph/mod.ts";
import { differentiate } from "../../core/graph/differentiate.ts";
import { Random } from "../../core/random/random.ts";

/** A use of one op, or of a few. */
export interface OpCase {
  /** By name. */
  readonly inputs: Readonly<Record<string, Shape>>;
  /** Inputs that hold codes below a bound. */
  readonly codes?: Readonly<Record<string, number>>;
  /** Lower end of the f32 inputs; default -1. */
  readonly low?: number;
  /** The op of its inputs. */
  build(inputs: Record<string, Tensor>): Tensor;
}

/** Every op of the vocabulary, with shapes that fill no vector and no workgroup. */
export const OP_CASES: Readonly<Record<string, OpCase>> = {
  relu: { inputs: { x: [3, 5] }, build: ({ x }) => ops.relu(x) },
  tanh: { inputs: { x: [3, 5] }, build: ({ x }) => ops.tanh(x) },
  sigmoid: { inputs: { x: [3, 5] }, build: ({ x }) => ops.sigmoid(x) },
  exp: { inputs: { x: [3, 5] }, build: ({ x }) => ops.exp(x) },
  log: { inputs: { x: [3, 5] }, low: 0.1, build: ({ x }) => ops.log(x) },
  sqrt: { inputs: { x: [3, 5] }, low: 0.1, build: ({ x }) => ops.sqrt(x) },
  scale: { inputs: { x: [7] }, build: ({ x }) => ops.scale(x, { factor: -0.3, offset: 2 }) },
  stop_gradient: { inputs: { x: [7] }, build: ({ x }) => ops.stopGradient(x) },
  "add with broadcast": {
    inputs: { a: [2, 3, 4, 5], b: [3, 1, 1] },
    build: ({ a, b }) => ops.add(a, b),
  },
  sub: { inputs: { a: [4, 1], b: [1, 5] }, build: ({ a, b }) => ops.sub(a, b) },
  mul: { inputs: { a: [4, 5], b: [4, 5] }, build: ({ a, b }) => ops.mul(a, b) },
  div: { inputs: { a: [4, 5], b: [5] }, low: 0.2, build: ({ a, b }) => ops.div(a, b) },
  greater: { inputs: { a: [4, 5], b: [4, 5] }, build: ({ a, b }) => ops.greater(a, b) },
  select: {
    inputs: { a: [4, 5], b: [5], c: [4, 1] },
    build: ({ a, b, c }) => ops.select(ops.greater(a, b), a, c),
  },
  reshape: { inputs: { x: [4, 6] }, build: ({ x }) => ops.relu(ops.reshape(x, [2, 3, 4])) },
  "reshape of a transpose": {
    inputs: { x: [4, 6, 2] },
    build: ({ x }) =>
      ops.scale(ops.reshape(ops.transpose(x, [2, 0, 1]), [3, 16]), { factor: 2, offset: 1 }),
  },
  transpose: { inputs: { x: [2, 3, 4, 5] }, build: ({ x }) => ops.transpose(x, [0, 2, 3, 1]) },
  slice: {
    inputs: { x: [2, 6, 4] },
    build: ({ x }) => ops.slice(x, { starts: [0, 3, 1], sizes: [2, 3, 2] }),
  },
  pad: {
    inputs: { x: [2, 3] },
    build: ({ x }) => ops.pad(x, { before: [1, 0], after: [0, 2] }),
  },
  concat: {
    inputs: { a: [2, 3, 2], b: [2, 1, 2] },
    build: ({ a, b }) => ops.concat([a, b], { axis: 1 }),
  },
  "concat of more tensors than a kernel may read": {
    inputs: Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`x${i}`, [2, i % 3 + 1, 3]])),
    build: (inputs) => ops.concat(Object.values(inputs), { axis: 1 }),
  },
  broadcast_to: { inputs: { x: [3, 1] }, build: ({ x }) => ops.broadcastTo(x, [2, 3, 4]) },
  one_hot: {
    inputs: { k: [3, 2] },
    codes: { k: 5 },
    build: ({ k }) => ops.oneHot(k, { depth: 5, axis: 1 }),
  },
  embedding: {
    inputs: { table: [7, 4], k: [3, 2] },
    codes: { k: 7 },
    build: ({ table, k }) => ops.embedding(table, k),
  },
  dropout: {
    inputs: { x: [50, 7], key: [2] },
    codes: { key: 2 ** 32 - 1 },
    build: ({ x, key }) => ops.dropout(x, key, { rate: 0.3, salt: 9 }),
  },
  reduce_sum: {
    inputs: { x: [3, 4, 5] },
    build: ({ x }) => ops.reduceSum(x, { axes: [0, 2], keepDims: false }),
  },
  "reduce_sum of everything, in parts": {
    inputs: { x: [64, 50] },
    build: ({ x }) => ops.reduceSum(ops.square(x), { axes: [0, 1], keepDims: false }),
  },
  softmax: { inputs: { x: [2, 9, 3] }, build: ({ x }) => ops.softmax(x, { axis: 1 }) },
  log_softmax: { inputs: { x: [2, 9, 3] }, build: ({ x }) => ops.logSoftmax(x, { axis: 1 }) },
  cross_entropy: {
    inputs: { x: [2, 9, 3], k: [2, 3] },
    codes: { k: 9 },
    build: ({ x, k }) => ops.crossEntropy(x, k, { axis: 1 }),
  },
  argmin: { inputs: { x: [4, 11, 3] }, build: ({ x }) => ops.argmin(x, { axis: 1 }) },
  matmul: { inputs: { a: [5, 7], b: [7, 9] }, build: ({ a, b }) => ops.matmul(a, b) },
  "matmul of batches, transposed": {
    inputs: { a: [3, 7, 35], b: [3, 40, 7] },
    build: ({ a, b }) => ops.matmul(a, b, { transposeA: true, transposeB: true }),
  },
  conv2d: {
    inputs: { x: [2, 3, 9, 8], w: [5, 3, 4, 4] },
    build: ({ x, w }) => ops.conv2d(x, w, { stride: [2, 2], pad: [1, 1, 1, 1] }),
  },
  "conv2d with bias and relu": {
    inputs: { x: [2, 6, 7, 7], w: [5, 6, 2, 3], b: [5] },
    build: ({ x, w, b }) =>
      ops.relu(ops.add(ops.conv2d(x, w, { pad: [1, 1, 0, 1] }), ops.reshape(b, [1, 5, 1, 1]))),
  },
  "conv2d in groups": {
    inputs: { x: [2, 4, 5, 5], w: [6, 2, 3, 3] },
    build: ({ x, w }) => ops.conv2d(x, w, { pad: [1, 1, 1, 1], groups: 2 }),
  },
  conv_transpose2d: {
    inputs: { x: [2, 6, 3, 4], w: [6, 3, 4, 4], b: [3] },
    build: ({ x, w, b }) =>
      ops.add(
        ops.convTranspose2d(x, w, { stride: [2, 2], pad: [1, 1, 1, 1] }),
        ops.reshape(b, [1, 3, 1, 1]),
      ),
  },
};

/** The graph of a case. */
export interface BuiltCase {
  readonly graph: Graph;
  /** The op's value, a loss made of it, and the gradients of its f32 inputs. */
  readonly outputs: readonly Tensor[];
  /** Values of its inputs. */
  readonly feeds: Map<string, Values>;
}

/** Builds the graph of a case, a loss of its value, and gradients. */
export function buildCase({ inputs, codes = {}, low = -1, build }: OpCase): BuiltCase {
  const graph = new Graph();
  const random = new Random(3);
  const feeds = new Map<string, Values>();
  const tensors: Record<string, Tensor> = {};
  for (const [input, shape] of Object.entries(inputs)) {
    const length = sizeOf(shape);
    if (input in codes) {
      tensors[input] = graph.input(input, shape, "u32");
      feeds.set(input, Uint32Array.from({ length }, () => random.integer(codes[input])));
    } else {
      tensors[input] = graph.parameter(input, shape, ops.zeros);
      const draw = () => low + (1 - low) * random.uniform();
      feeds.set(input, Float32Array.from({ length }, draw));
    }
  }
  const y = build(tensors);
  if (y.dtype === "u32") return { graph, outputs: [y], feeds };
  const weights = Float32Array.from({ length: y.size }, () => random.normal());
  const axes = y.shape.map((_, axis) => axis);
  const loss = ops.reduceSum(ops.mul(y, graph.constant(weights, y.shape)), { axes });
  const parameters = [...graph.parameters.values()].map(({ tensor }) => tensor);
  return { graph, outputs: [y, loss, ...differentiate(graph, loss, parameters)], feeds };
}
