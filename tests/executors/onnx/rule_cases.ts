import * as ops from "../../../core/graph/mod.ts";
import type { Graph, Tensor } from "../../../core/graph/mod.ts";

/** A graph that shows an op. */
export interface RuleCase {
  /** Lower end of what is fed; default -1. */
  readonly low?: number;
  /** @param g Asked for inputs. @param n The batch. */
  build(g: Graph, n: number): Tensor;
}

const x = (g: Graph, n: number) => g.input("x", [n, 3, 4]);
const image = (g: Graph, n: number, channels = 4) => g.input("x", [n, channels, 5, 6]);
const parameter = (g: Graph, name: string, shape: number[]) => g.parameter(name, shape, ops.zeros);
const unary = (op: (x: Tensor) => Tensor, low = -1): RuleCase => ({
  low,
  build: (g, n) => op(x(g, n)),
});
const binary = (op: (a: Tensor, b: Tensor) => Tensor, low = -1): RuleCase => ({
  low,
  build: (g, n) => op(x(g, n), op(g.input("b", [n, 1, 4]), parameter(g, "c", [3, 1]))),
});

/** Cases by op and, behind a colon, what they show. */
export const RULE_CASES: Readonly<Record<string, RuleCase>> = {
  relu: unary(ops.relu),
  tanh: unary(ops.tanh),
  sigmoid: unary(ops.sigmoid),
  exp: unary(ops.exp),
  log: unary(ops.log, 0.1),
  sqrt: unary(ops.sqrt, 0.1),
  stop_gradient: unary(ops.stopGradient),
  "scale: both": unary((x) => ops.scale(x, { factor: -0.3, offset: 2 })),
  "scale: factor": unary((x) => ops.scale(x, { factor: -1 })),
  "scale: offset": unary((x) => ops.scale(x, { offset: 2 })),
  "scale: mirrored": unary((x) => ops.scale(x, { factor: -1, offset: 2 })),
  softmax: unary((x) => ops.softmax(x, { axis: 1 })),
  log_softmax: unary((x) => ops.logSoftmax(x, { axis: 2 })),
  add: binary(ops.add),
  sub: binary(ops.sub),
  mul: binary(ops.mul),
  div: binary(ops.div, 0.2),
  greater: binary(ops.greater),
  select: {
    build: (g, n) =>
      ops.select(ops.greater(x(g, n), parameter(g, "c", [])), x2(g, n), parameter(g, "d", [4])),
  },
  concat: { build: (g, n) => ops.concat([x(g, n), g.input("b", [n, 2, 4])], { axis: 1 }) },
  embedding: {
    build: (g, n) => ops.embedding(parameter(g, "table", [3, 5]), g.input("k", [n, 2], "u32")),
  },
  "one_hot: last axis": {
    build: (g, n) => ops.oneHot(g.input("k", [n, 2], "u32"), { depth: 4, axis: 2 }),
  },
  "one_hot: some out of range": {
    build: (g, n) => ops.oneHot(g.input("k", [n, 2], "u32"), { depth: 2, axis: 1 }),
  },
  transpose: unary((x) => ops.transpose(x, [0, 2, 1])),
  "transpose: batch last": unary((x) => ops.transpose(x, [1, 2, 0])),
  reshape: unary((x) => ops.reshape(x, [x.shape[0] * 2, 6])),
  "reshape: u32": { build: (g, n) => ops.reshape(g.input("k", [n, 2], "u32"), [2 * n]) },
  broadcast_to: {
    build: (g, n) => ops.broadcastTo(g.input("b", [n, 1, 4]), [2, n, 3, 4]),
  },
  pad: unary((x) => ops.pad(x, { before: [0, 1, 0], after: [0, 0, 2] })),
  slice: unary((x) => ops.slice(x, { starts: [0, 1, 0], sizes: [x.shape[0], 2, 3] })),
  "slice: all": unary((x) => ops.relu(ops.slice(x, { starts: [0, 0, 0], sizes: x.shape }))),
  "reduce_sum: batch": unary((x) => ops.reduceSum(x, { axes: [0, 2] })),
  "reduce_sum: kept": unary((x) => ops.reduceSum(x, { axes: [1], keepDims: true })),
  "reduce_sum: none": unary((x) => ops.relu(ops.reduceSum(x, { axes: [] }))),
  argmin: unary((x) => ops.argmin(x, { axis: 1 })),
  "argmin: ties": unary((x) => ops.argmin(ops.greater(x, ops.neg(x)), { axis: 2 })),
  "matmul: b transposed": {
    build: (g, n) =>
      ops.matmul(g.input("x", [n, 4]), parameter(g, "c", [3, 4]), { transposeB: true }),
  },
  "matmul: a transposed": {
    build: (g, n) => ops.matmul(g.input("x", [n, 4]), g.input("b", [n, 2]), { transposeA: true }),
  },
  "matmul: batches": {
    build: (g, n) =>
      ops.matmul(g.input("x", [n, 4, 3]), g.input("b", [n, 2, 4]), {
        transposeA: true,
        transposeB: true,
      }),
  },
  "conv2d: bias, stride, uneven padding": {
    build: (g, n) =>
      biased(
        g,
        ops.conv2d(image(g, n), parameter(g, "w", [2, 4, 3, 2]), {
          stride: [2, 1],
          pad: [1, 0, 0, 2],
        }),
      ),
  },
  "conv2d: groups": {
    build: (g, n) => ops.conv2d(image(g, n), parameter(g, "w", [6, 2, 2, 2]), { groups: 2 }),
  },
  "conv2d: used beside its bias": {
    build: (g, n) => {
      const y = ops.conv2d(image(g, n), parameter(g, "w", [2, 4, 1, 1]));
      return ops.mul(biased(g, y), y);
    },
  },
  "conv_transpose2d: bias": {
    build: (g, n) =>
      biased(
        g,
        ops.convTranspose2d(image(g, n), parameter(g, "w", [4, 2, 4, 4]), {
          stride: [2, 2],
          pad: [1, 1, 1, 1],
        }),
      ),
  },
  "conv_transpose2d: groups, rows that no tap reaches": {
    build: (g, n) =>
      ops.convTranspose2d(image(g, n), parameter(g, "w", [4, 3, 3, 3]), {
        ...{ stride: [2, 3], pad: [1, 0, 1, 1], groups: 2, outputSize: [10, 19] },
      }),
  },
};

function x2(g: Graph, n: number): Tensor {
  return g.input("x2", [n, 3, 4]);
}

function biased(g: Graph, y: Tensor): Tensor {
  const channels = y.shape[1];
  return ops.add(y, ops.reshape(parameter(g, "bias", [channels]), [1, channels, 1, 1]));
}
