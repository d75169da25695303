import { assertEquals, assertThrows } from "@std/assert";
import { Graph } from "../../../../core/graph/mod.ts";
import { Random } from "../../../../core/random/random.ts";
import { storageBuffer } from "../../../../executors/webgpu/compiled/buffers.ts";
import { Parameters } from "../../../../executors/webgpu/compiled/parameters.ts";
import { gpuTest } from "../../../support/adapter.ts";

function graphOfFour(): Graph {
  const graph = new Graph();
  const filled = (first: number) => (shape: readonly number[]) =>
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => first + i);
  graph.parameter("bias", [3], filled(0));
  graph.parameter("weight", [5, 13], filled(100));
  graph.parameter("codebook", [2, 2], filled(200), { trainable: false });
  graph.parameter("kernel", [2, 1, 1, 1], filled(300));
  return graph;
}

gpuTest("Parameters.read() gives what was initialised or written, by name", async (device) => {
  const parameters = Parameters.create(device.gpu, graphOfFour(), new Random(1));
  parameters.write("kernel", Float32Array.of(7, 8));
  const values = await parameters.read();
  assertEquals(values.get("bias"), Float32Array.of(0, 1, 2));
  assertEquals([...values.get("weight")!].slice(-2), [163, 164]);
  assertEquals(values.get("codebook"), Float32Array.of(200, 201, 202, 203));
  assertEquals(values.get("kernel"), Float32Array.of(7, 8));
});

gpuTest(
  "Parameters.withWeights() reads trainable parameters from another arena",
  async (device) => {
    const parameters = Parameters.create(device.gpu, graphOfFour(), new Random(1));
    const arena = storageBuffer(device.gpu, "average", parameters.sizes.weights);
    const values = await parameters.withWeights(arena).read();
    assertEquals(values.get("kernel"), Float32Array.of(0, 0));
    assertEquals(values.get("codebook"), Float32Array.of(200, 201, 202, 203));
  },
);

gpuTest("Parameters.write() refuses other names and sizes", (device) => {
  const parameters = Parameters.create(device.gpu, graphOfFour(), new Random(1));
  assertThrows(
    () => parameters.write("kernel", new Float32Array(3)),
    RangeError,
    'Cannot set parameter "kernel": expected 2 values, got 3',
  );
  assertThrows(
    () => parameters.write("kernels", new Float32Array(2)),
    RangeError,
    'Cannot find parameter "kernels": expected a parameter of the graph, got none of that name',
  );
});
