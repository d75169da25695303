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
import { runLowering } from "../../../support/run_lowering.ts";
import { wholeNumbers } from "../../webgpu/kernels/whole_numbers.ts";
import { type ConvCase, convCases, NAMED_CASES } from "./convolution_cases.ts";

/** Convolves whole numbers: exact in f32, bit for bit, whatever the order of the sum. */
function matchesReference(shape: ConvCase): void {
  const { x: [n, c, ...sides], outChannels, kernel, ...attributes } = shape;
  const graph = new Graph();
  const x = graph.input("x", [n, c, ...sides]);
  const weight = graph.input("weight", [outChannels, c / attributes.groups, ...kernel]);
  const y = conv2d(x, weight, attributes);
  const dY = graph.input("dY", y.shape);
  const outputSize = [sides[0], sides[1]] as const;
  const dX = convTranspose2d(dY, weight, { ...attributes, outputSize });
  compare(y, attributes.groups);
  compare(dX, attributes.groups);
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
    runLowering(y, (context, out) => {
      if (isOp(y, "conv2d")) lowerConv2d(context, y, out, epilogue);
      if (isOp(y, "conv_transpose2d")) lowerConvTranspose2d(context, y, out, epilogue);
    }, values).result
  );
  assertEquals(actual, expected);
}

for (const [label, shape] of Object.entries(NAMED_CASES)) {
  Deno.test(`lowerConv2d() and lowerConvTranspose2d() give the reference's result for ${label}`, () => {
    matchesReference(shape);
  });
}

Deno.test("lowerConv2d() and lowerConvTranspose2d() give the reference's result for any shape", () => {
  fc.assert(fc.property(convCases, matchesReference), { numRuns: 40, seed: 1 });
});
