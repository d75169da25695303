import { assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  add,
  conv2d,
  convTranspose2d,
  evaluate,
  Graph,
  isOp,
  relu,
  reshape,
  sizeOf,
  type Tensor,
} from "../../../../core/graph/mod.ts";
import {
  lowerConv2d,
  lowerConvTranspose2d,
} from "../../../../executors/wasm/products/lower_convolution.ts";
import { Random } from "../../../../core/random/random.ts";
import type { Epilogue, Lowering } from "../../../../executors/wasm/compiled/lowering.ts";
import type { Buffer } from "../../../../executors/wasm/compiled/task.ts";
import { runLowering } from "../../../support/run_lowering.ts";
import { wholeNumbers } from "../../webgpu/kernels/whole_numbers.ts";
import { type ConvCase, convCases, NAMED_CASES } from "./convolution_cases.ts";

/** A convolution, and the gradient of its input. */
function convolutionsOf(shape: ConvCase): [Tensor, Tensor] {
  const { x: [n, c, ...sides], outChannels, kernel, ...attributes } = shape;
  const graph = new Graph();
  const x = graph.input("x", [n, c, ...sides]);
  const weight = graph.input("weight", [outChannels, c / attributes.groups, ...kernel]);
  const y = conv2d(x, weight, attributes);
  const dY = graph.input("dY", y.shape);
  const outputSize = [sides[0], sides[1]] as const;
  const dX = convTranspose2d(dY, weight, { ...attributes, outputSize });
  return [y, dX];
}

/** Convolves whole numbers: exact in f32, bit for bit, whatever the order of the sum. */
function matchesReference(shape: ConvCase): void {
  convolutionsOf(shape).forEach(compare);
}

/** Compares a convolution alone, and with bias and relu. */
function compare(y: Tensor, seed: number): void {
  const { graph } = y;
  const [channels] = y.shape.slice(1);
  const bias = graph.input(`bias of ${y.id}`, [channels]);
  const activated = relu(add(y, reshape(bias, [1, channels, 1, 1])));
  const inputs = [...y.inputs, bias];
  const values = new Map(inputs.map((it, i) => [it, wholeNumbers(sizeOf(it.shape), seed + i)]));
  const feeds = new Map(inputs.map((it) => [it.name!, values.get(it)!]));
  const expected = evaluate(graph, [y, activated], feeds);
  const actual = [{ relu: false }, { bias, relu: true }].map((epilogue) =>
    runLowering(y, lowering(y, epilogue), values).result
  );
  assertEquals(actual, expected);
}

function lowering(y: Tensor, epilogue: Epilogue) {
  return (context: Lowering, out: Buffer) => {
    if (isOp(y, "conv2d")) lowerConv2d(context, y, out, epilogue);
    if (isOp(y, "conv_transpose2d")) lowerConvTranspose2d(context, y, out, epilogue);
  };
}

for (const [label, shape] of Object.entries(NAMED_CASES)) {
  Deno.test(`lowerConv2d() and lowerConvTranspose2d() give the reference's result for ${label}`, () => {
    matchesReference(shape);
  });
}

Deno.test("lowerConv2d() and lowerConvTranspose2d() give the reference's result for any shape", () => {
  fc.assert(fc.property(convCases, matchesReference), { numRuns: 40, seed: 1 });
});

Deno.test("lowerConv2d() and lowerConvTranspose2d() give the same bits however units are shared out", () => {
  for (const label of ["many channels of small images", "1 × 1 in place", "a large kernel"]) {
    for (const y of convolutionsOf(NAMED_CASES[label])) {
      const random = new Random(7);
      const values = new Map(y.inputs.map((it) => {
        return [it, Float32Array.from({ length: it.size }, () => random.normal())];
      }));
      const [oneByOne, atOnce, inPairs] = [
        undefined,
        (units: number) => [[0, units]] as const,
        (units: number) => [[units >> 1, units], [0, units >> 1]] as const,
      ].map((calls) => runLowering(y, lowering(y, { relu: false }), values, calls).result);
      assertEquals(atOnce, oneByOne);
      assertEquals(inPairs, oneByOne);
    }
  }
});

Deno.test("lowerConv2d() keeps a NaN through relu", () => {
  const graph = new Graph();
  const x = graph.input("x", [1, 1, 1, 5]);
  const y = conv2d(x, graph.input("weight", [16, 1, 1, 2]));
  const values = new Map([
    [x, Float32Array.of(1, -2, 3, NaN, 5)],
    [y.inputs[1], new Float32Array(32).fill(1)],
  ]);
  const { result } = runLowering(y, lowering(y, { relu: true }), values);
  assertEquals(result, Float32Array.from({ length: 64 }, (_, i) => [0, 1, NaN, NaN][i % 4]));
});
