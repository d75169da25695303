import { assertEquals } from "@std/assert";
import {
  conv2dWeightGradient,
  type ConvAttributes,
  evaluate,
  Graph,
  type Shape,
  sizeOf,
  type TensorOf,
} from "../../../../core/graph/mod.ts";
import { convAttributes, convOutputSize } from "../../../../core/graph/ops/conv_geometry.ts";
import { lowerConv2dWeightGradient } from "../../../../executors/wasm/products/conv2d_weight_gradient.ts";
import { runLowering } from "../../../support/run_lowering.ts";
import { wholeNumbers } from "../../webgpu/kernels/whole_numbers.ts";

interface Case extends Partial<ConvAttributes> {
  readonly x: Shape;
  readonly outChannels: number;
  readonly kernel: readonly [number, number];
}

/** Computes the gradient for whole numbers, and compares with the reference. @returns Units of its tasks. */
function matchesReference({ x, outChannels, kernel, ...options }: Case): number[] {
  const graph = new Graph();
  const size = convOutputSize(x.slice(2), kernel, convAttributes(options));
  const inputs = [graph.input("x", x), graph.input("dY", [x[0], outChannels, ...size])];
  const y = conv2dWeightGradient(inputs[0], inputs[1], { kernel, ...options }) as TensorOf<
    "conv2d_weight_gradient"
  >;
  const values = new Map(inputs.map((it, i) => [it, wholeNumbers(sizeOf(it.shape), i + 1)]));
  const feeds = new Map(inputs.map((it) => [it.name!, values.get(it)!]));
  const { result, tasks } = runLowering(
    y,
    (context, out) => lowerConv2dWeightGradient(context, y, out),
    values,
  );
  assertEquals(result, evaluate(graph, [y], feeds)[0]);
  return tasks.map(({ units }) => units);
}

const CASES: Readonly<Record<string, Case>> = {
  "one pixel": { x: [1, 1, 1, 1], outChannels: 1, kernel: [1, 1] },
  "padding all around": { x: [3, 5, 6, 7], outChannels: 17, kernel: [3, 3], pad: [1, 1, 1, 1] },
  "padding on few sides": { x: [2, 4, 7, 5], outChannels: 16, kernel: [2, 3], pad: [2, 0, 0, 1] },
  "padding on the left": { x: [2, 3, 1, 9], outChannels: 5, kernel: [1, 4], pad: [0, 3, 0, 0] },
  "taps in padding alone": { x: [2, 2, 2, 3], outChannels: 3, kernel: [7, 5], pad: [5, 4, 6, 3] },
  "strides": {
    x: [3, 6, 9, 12],
    outChannels: 18,
    kernel: [4, 3],
    stride: [2, 3],
    pad: [1, 1, 1, 1],
  },
  "strides past the last pixels": {
    x: [2, 3, 8, 8],
    outChannels: 4,
    kernel: [1, 1],
    stride: [3, 2],
  },
  "no padding": { x: [3, 7, 8, 6], outChannels: 9, kernel: [3, 2] },
  "one tap": { x: [5, 9, 7, 7], outChannels: 33, kernel: [1, 1] },
  "groups": { x: [3, 6, 5, 5], outChannels: 9, kernel: [3, 3], pad: [1, 1, 1, 1], groups: 3 },
  "a group for each channel": { x: [2, 5, 6, 4], outChannels: 5, kernel: [3, 3], groups: 5 },
  "images past the last block": { x: [9, 3, 4, 4], outChannels: 4, kernel: [2, 2] },
  "rows past the last block": {
    x: [2, 3, 13, 20],
    outChannels: 4,
    kernel: [3, 3],
    pad: [1, 1, 1, 1],
  },
  "rows longer than a block": {
    x: [2, 2, 3, 300],
    outChannels: 3,
    kernel: [3, 3],
    pad: [1, 1, 1, 1],
  },
};

for (const [name, it] of Object.entries(CASES)) {
  Deno.test(`lowerConv2dWeightGradient() gives the reference's gradient with ${name}`, () => {
    matchesReference(it);
  });
}

Deno.test("lowerConv2dWeightGradient() cuts the batch into slices", () => {
  const [units] = matchesReference({
    x: [37, 16, 7, 7],
    outChannels: 64,
    kernel: [3, 3],
    pad: [1, 1, 1, 1],
  });
  assertEquals(units > 2, true);
});

Deno.test("lowerConv2dWeightGradient() cuts many channels into blocks", () => {
  const [units] = matchesReference({
    x: [1, 30, 7, 7],
    outChannels: 130,
    kernel: [5, 5],
    pad: [2, 2, 2, 2],
  });
  assertEquals(units, 3);
});
