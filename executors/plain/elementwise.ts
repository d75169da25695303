import type { Values } from "../../core/graph/mod.ts";
import { exp, log, sigmoid, tanh } from "../../core/graph/elementary.ts";
import { type ElementwiseNode, isView, type Operand } from "../position/node.ts";
import { nodeOffsets } from "../position/view.ts";
import type { Compute, NodeValues } from "./compute.ts";

type Function2 = (a: number, b: number) => number;

/** y[p, c] = f(a[p, c], b[p, c]). */
export function elementwise(node: ElementwiseNode, values: NodeValues): Compute {
  const { channels, operands } = node;
  const f = functionOf(node);
  const size = node.height * node.width;
  const [a, b = a] = operands.map((operand) => sideOf(operand, { size, channels, values }));
  const isSum = node.op === "add"; // avoids most calls of f
  return (positions, y) => {
    for (const position of positions) {
      const to = position * channels;
      const fromA = a.offsets[position], fromB = b.offsets[position];
      for (let c = 0; c < channels; c++) {
        const x = a.values[fromA + c * a.step], z = b.values[fromB + c * b.step];
        y[to + c] = isSum ? x + z : f(x, z);
      }
    }
  };
}

function functionOf({ op, factor, offset }: ElementwiseNode): Function2 {
  switch (op) {
    case "add":
      return (a, b) => a + b;
    case "sub":
      return (a, b) => a - b;
    case "mul":
      return (a, b) => a * b;
    case "div":
      return (a, b) => a / b;
    case "greater":
      return (a, b) => a > b ? 1 : 0;
    case "relu":
      return (a) => a < 0 ? 0 : a;
    case "tanh":
      return tanh;
    case "sigmoid":
      return sigmoid;
    case "exp":
      return exp;
    case "log":
      return log;
    case "sqrt":
      return Math.sqrt;
    case "scale":
      return (a) => factor * a + offset;
    case "gate":
      return (a, b) => Math.fround(tanh(a)) * Math.fround(sigmoid(b));
  }
}

/** Where the values of an operand start at each position, and the step between its channels: 0 for a single one. */
interface Side {
  readonly values: Values;
  readonly offsets: Uint32Array;
  readonly step: number;
}

function sideOf(
  operand: Operand,
  { size, channels, values }: { size: number; channels: number; values: NodeValues },
): Side {
  if (!isView(operand)) {
    return { values: operand.values, offsets: new Uint32Array(size), step: 1 };
  }
  const step = operand.channels === channels ? 1 : 0;
  return { values: values.of(operand.node), offsets: nodeOffsets(operand), step };
}
