import { assertEquals, assertThrows } from "@std/assert";
import { evaluate, Graph, ones, ShapeError, zeros } from "../../core/graph/mod.ts";
import { Random } from "../../core/random/random.ts";
import {
  addBias,
  convLayer,
  convTransposeLayer,
  residualBlock,
  Scope,
} from "../../models/layers.ts";
import { compute, f32, numbers } from "../support/tensors.ts";
import { initialise } from "../support/vq_vae.ts";

function place(): { graph: Graph; scope: Scope } {
  const graph = new Graph();
  return { graph, scope: new Scope(graph, "encoder") };
}

const shapes = (graph: Graph) =>
  [...graph.parameters].map(([name, { tensor }]) => [name, tensor.shape]);

Deno.test("Scope.parameter() adds a parameter once, under its path", () => {
  const { graph, scope } = place();
  const weight = scope.child("conv").parameter("weight", [2], ones);
  assertEquals(scope.child("conv").parameter("weight", [2], zeros), weight);
  assertEquals([...graph.parameters.keys()], ["encoder.conv.weight"]);
});

Deno.test("Scope.parameter() refuses another shape under the same name", () => {
  const { scope } = place();
  scope.parameter("weight", [2], ones);
  assertThrows(
    () => scope.parameter("weight", [3], ones),
    ShapeError,
    "Cannot build encoder.weight: expected [3], got f32 [2]",
  );
});

Deno.test("convLayer() asks for weight [channels, c / groups, kh, kw] and bias [channels]", () => {
  const { graph, scope } = place();
  const x = graph.input("x", [2, 6, 8, 8]);
  const y = convLayer(scope, x, {
    channels: 4,
    kernel: [4, 4],
    stride: [2, 2],
    pad: [1, 1, 1, 1],
    groups: 2,
  });
  assertEquals(y.shape, [2, 4, 4, 4]);
  assertEquals(shapes(graph), [["encoder.weight", [4, 3, 4, 4]], ["encoder.bias", [4]]]);
});

Deno.test("convTransposeLayer() asks for weight [c, channels, kh, kw] and bias [channels]", () => {
  const { graph, scope } = place();
  const x = graph.input("x", [2, 6, 4, 4]);
  const y = convTransposeLayer(scope, x, {
    channels: 3,
    kernel: [4, 4],
    stride: [2, 2],
    pad: [1, 1, 1, 1],
  });
  assertEquals(y.shape, [2, 3, 8, 8]);
  assertEquals(shapes(graph), [["encoder.weight", [6, 3, 4, 4]], ["encoder.bias", [3]]]);
});

Deno.test("residualBlock() with a zero last convolution is the identity", () => {
  const { graph, scope } = place();
  const x = graph.input("x", [1, 2, 3, 3]);
  const y = residualBlock(scope, x, { channels: 5 });
  const feeds = initialise(graph, new Random(1)).set("x", new Float32Array(18).fill(-1.5));
  for (const [name, size] of [["weight", 10], ["bias", 2]] as const) {
    feeds.set(`encoder.conv_1x1.${name}`, new Float32Array(size));
  }
  assertEquals(evaluate(graph, [y], feeds)[0], feeds.get("x"));
});

Deno.test("addBias() adds to every position of a channel", () => {
  const y = compute([f32([1, 2, 1, 2], [1, 2, 3, 4]), f32([2], [10, 20])], addBias);
  assertEquals(numbers(y), [11, 12, 23, 24]);
});
