import { assertEquals, assertGreater, assertLess } from "@std/assert";
import {
  add,
  conv2d,
  evaluate,
  Graph,
  matmul,
  mul,
  oneHot,
  reduceSum,
  relu,
  reshape,
  scale,
  select,
  sigmoid,
  slice,
  type Tensor,
  transpose,
  zeros,
} from "../../../../core/graph/mod.ts";
import { Random } from "../../../../core/random/random.ts";
import type { Device } from "../../../../executors/webgpu/device.ts";
import { FixedBuffer, storageBuffer } from "../../../../executors/webgpu/compiled/buffers.ts";
import {
  compileGraph,
  type CompileOptions,
} from "../../../../executors/webgpu/compiled/compile.ts";
import { Parameters, readBuffer } from "../../../../executors/webgpu/compiled/parameters.ts";
import type { CompiledGraph } from "../../../../executors/webgpu/compiled/compiled_graph.ts";
import { gpuTest } from "../../../support/adapter.ts";
import { WebGpuBackend } from "../../../../executors/webgpu/training_backend.ts";
import { parityError } from "../../../support/run_compiled.ts";
import { randomF32 } from "../../../support/tensors.ts";

/** Compiles, hands the compiled graph over and frees it. */
async function withCompiled<T>(
  device: Device,
  graph: Graph,
  options: Partial<CompileOptions> & { wanted: readonly Tensor[] },
  use: (compiled: CompiledGraph, parameters: Parameters) => T | Promise<T>,
): Promise<T> {
  const parameters = Parameters.create(device.gpu, graph, new Random(1));
  const outputs = new Map(options.wanted.map((it, i) => [String(i), it]));
  const compiled = await compileGraph(device, { graph, parameters, outputs, ...options });
  try {
    return await use(compiled, parameters);
  } finally {
    compiled.destroy();
    parameters.destroy();
  }
}

function layer() {
  const graph = new Graph();
  const x = graph.input("x", [2, 3, 6, 6]);
  const weight = graph.parameter("weight", [4, 3, 3, 3], zeros);
  const bias = graph.parameter("bias", [4], zeros);
  const convolution = conv2d(x, weight, { pad: [1, 1, 1, 1] });
  const biased = add(convolution, reshape(bias, [1, 4, 1, 1]));
  const random = new Random(4);
  const feeds = new Map([
    ["x", randomF32(random, x.shape).values],
    ["weight", randomF32(random, weight.shape).values],
    ["bias", randomF32(random, bias.shape).values],
  ]);
  return { graph, convolution, biased, active: relu(biased), feeds };
}

gpuTest(
  "compileGraph() adds no dispatch for the bias and relu of a convolution",
  async (device) => {
    const { graph, active, convolution } = layer();
    const names = (wanted: Tensor[]) =>
      withCompiled(device, graph, { wanted }, (it) => it.parts.dispatches.map(({ name }) => name));
    assertEquals(await names([active]), await names([convolution]));
  },
);

gpuTest(
  "compileGraph() gives both values where the one before the relu is read elsewhere",
  async (device) => {
    const { graph, active, biased, convolution, feeds } = layer();
    assertLess(Math.min(...evaluate(graph, [biased], feeds)[0]), 0); // the relu does something
    for (const outputs of [[active, biased], [active, convolution], [mul(active, biased)]]) {
      assertLess(await parityError(new WebGpuBackend(device), graph, outputs, feeds), 1e-5);
    }
  },
);

gpuTest("compileGraph() binds at most 8 storage buffers to a kernel", async (device) => {
  const graph = new Graph();
  const random = new Random(2);
  const sources = Array.from({ length: 15 }, (_, i) => graph.input(`x${i}`, [2, 3]));
  const feeds = new Map(sources.map((it) => [it.name!, randomF32(random, it.shape).values]));
  const sum = (from: number) => sources.slice(from, from + 5).reduce((a, b) => add(a, b));
  const y = select(sum(0), sum(5), sum(10));
  const bound: number[] = [];
  const { gpu } = device;
  const original = gpu.createBindGroup.bind(gpu);
  gpu.createBindGroup = (descriptor) => {
    bound.push([...descriptor.entries].length);
    return original(descriptor);
  };
  assertLess(await parityError(new WebGpuBackend(device), graph, [y], feeds), 1e-5);
  assertGreater(bound.length, 1);
  assertLess(Math.max(...bound), 9);
});

gpuTest("compileGraph() gives buffers of different times the same memory", async (device) => {
  const graph = new Graph();
  const x = graph.input("x", [64, 64]);
  let y: Tensor = x;
  for (let i = 0; i < 10; i++) y = matmul(x, relu(y));
  const wanted = [y];
  const planned = (reuseMemory: boolean) =>
    withCompiled(device, graph, { wanted, reuseMemory }, (compiled) => compiled.plannedBytes);
  assertLess(await planned(true), 5 * x.size * 4);
});

gpuTest("compileGraph() places one gradient in two places", async (device) => {
  const graph = new Graph();
  const x = graph.input("x", [5]);
  const y = scale(x, { factor: 2 });
  const places = [0, 1].map((i) =>
    new FixedBuffer(`place ${i}`, storageBuffer(device.gpu, "", 5), 0, 5)
  );
  const placed = places.map((place) => ({ tensor: y, place }));
  await withCompiled(device, graph, { wanted: [], placed }, async (compiled) => {
    compiled.run(new Map([["x", Float32Array.of(1, 2, 3, 4, 5)]]));
    for (const { buffer } of places) {
      assertEquals([...await readBuffer(device.gpu, buffer)], [2, 4, 6, 8, 10]);
      buffer.destroy();
    }
  });
});

gpuTest(
  "compileGraph() gives constants, inputs, parameters and their views as outputs",
  async (device) => {
    const graph = new Graph();
    const x = graph.input("x", [4]);
    const weight = graph.parameter("weight", [4], () => Float32Array.of(1, 2, 3, 4));
    const constant = graph.constant(Uint32Array.of(7, 8), [2]);
    const wanted = [x, reshape(x, [2, 2]), weight, reshape(weight, [2, 2]), constant];
    await withCompiled(device, graph, { wanted }, async (compiled, parameters) => {
      compiled.run(new Map([["x", Float32Array.of(5, 6, 7, 8)]]));
      const values = [...(await compiled.read()).values()].map((it) => [...it]);
      assertEquals(values, [[5, 6, 7, 8], [5, 6, 7, 8], [1, 2, 3, 4], [1, 2, 3, 4], [7, 8]]);
      compiled.destroy();
      assertEquals([...(await parameters.read()).get("weight")!], [1, 2, 3, 4]); // not the compiled graph's to free
    });
  },
);

gpuTest(
  "compileGraph() with memory of its own for every tensor lets each be looked at",
  async (device) => {
    const graph = new Graph();
    const x = graph.input("x", [2, 3]);
    const weight = graph.parameter("weight", [3], () => Float32Array.of(1, 2, 3));
    const flat = reshape(weight, [1, 3]);
    const inner = relu(mul(x, flat));
    const part = slice(transpose(inner, [1, 0]), { starts: [1, 0], sizes: [2, 2] });
    const y = sigmoid(reduceSum(part, { axes: [0] }));
    const codes = graph.constant(Uint32Array.of(2, 0), [2]);
    const hot = oneHot(codes, { depth: 3, axis: 1 });
    const wanted = [y, hot];
    const options = { wanted, reuseMemory: false };
    await withCompiled(device, graph, options, async (compiled, parameters) => {
      compiled.run(new Map([["x", Float32Array.of(1, -1, 2, -3, 1, 1)]]));
      assertEquals([...await compiled.inspect(inner)], [1, 0, 6, 0, 2, 3]);
      assertEquals([...await compiled.inspect(part)], [0, 2, 6, 3]);
      assertEquals([...await compiled.inspect(flat)], [1, 2, 3]);
      assertEquals([...await compiled.inspect(codes)], [2, 0]);
      assertEquals([...await compiled.inspect(hot)], [0, 0, 1, 1, 0, 0]);
      compiled.destroy();
      assertEquals([...(await parameters.read()).get("weight")!], [1, 2, 3]);
    });
  },
);
