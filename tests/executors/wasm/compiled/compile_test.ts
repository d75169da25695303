import { assertEquals, assertLess } from "@std/assert";
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
  sigmoid,
  slice,
  type Tensor,
  transpose,
  type Values,
  zeros,
} from "../../../../core/graph/mod.ts";
import { Random } from "../../../../core/random/random.ts";
import { compileGraph, type CompileOptions } from "../../../../executors/wasm/compiled/compile.ts";
import type { CompiledGraph } from "../../../../executors/wasm/compiled/compiled_graph.ts";
import { FixedMemory } from "../../../../executors/wasm/compiled/fixed_memory.ts";
import { Parameters } from "../../../../executors/wasm/compiled/parameters.ts";
import type { Buffer } from "../../../../executors/wasm/compiled/task.ts";
import { Session } from "../../../../executors/wasm/threads/session.ts";
import { WasmBackend } from "../../../../executors/wasm/training_backend.ts";
import { randomChain } from "../../../support/random_chain.ts";
import { parityError } from "../../../support/run_compiled.ts";
import { randomF32 } from "../../../support/tensors.ts";

/** Compiles for one thread. @param options.places Words to reserve for what is to be stored there. */
function compile(
  graph: Graph,
  wanted: readonly Tensor[],
  { placed = [], ...options }: Partial<Omit<CompileOptions, "placed">> & { placed?: Tensor[] } = {},
) {
  const memory = new FixedMemory();
  const session = new Session({ threads: 1 }, memory);
  const parameters = Parameters.place(graph, memory);
  const places = placed.map((tensor, i) => ({
    tensor,
    place: memory.place(`place ${i}`, tensor.size),
  }));
  const outputs = new Map(wanted.map((it, i) => [String(i), it]));
  const compiled = compileGraph({
    ...{ graph, parameters, outputs, address: memory.end, placed: places },
    ...options,
  });
  /** Runs once, and reads buffers. */
  const run = async (feeds: ReadonlyMap<string, Values>, buffers: readonly Buffer[]) => {
    session.write(
      [...parameters.layout.slots.keys()].map((name) =>
        parameters.write(name, feeds.get(name) as Float32Array)
      ),
    );
    const values = await session.run(session.load(compiled), feeds, { reads: buffers });
    session.close();
    return values.map(({ buffer }) => [...new Float32Array(buffer)]);
  };
  return { compiled, run, places: places.map(({ place }) => place), address: memory.end };
}

const namesOf = ({ tasks }: CompiledGraph) => tasks.map(({ name }) => name);
const outputsOf = ({ outputs }: CompiledGraph) => Array.from(outputs.values(), (it) => it.buffer);

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

Deno.test("compileGraph() adds no task for the bias and relu of a convolution", () => {
  const { graph, active, convolution } = layer();
  const fused = namesOf(compile(graph, [active]).compiled);
  assertEquals(fused, namesOf(compile(graph, [convolution]).compiled));
});

Deno.test("compileGraph() gives both values where the one before the relu is read elsewhere", async () => {
  const { graph, active, biased, convolution, feeds } = layer();
  assertLess(Math.min(...evaluate(graph, [biased], feeds)[0]), 0); // The relu does something.
  for (const outputs of [[active, biased], [active, convolution], [mul(active, biased)]]) {
    assertLess(await parityError(new WasmBackend({ threads: 1 }), graph, outputs, feeds), 1e-5);
  }
});

Deno.test("compileGraph() gives buffers of different times the same memory", () => {
  const graph = new Graph();
  const x = graph.input("x", [64, 64]);
  let y: Tensor = x;
  for (let i = 0; i < 10; i++) y = matmul(x, relu(y));
  const { compiled, address } = compile(graph, [y]);
  assertLess(compiled.end - address, 5 * x.size * 4);
});

Deno.test("compileGraph() places one gradient in two places", async () => {
  const graph = new Graph();
  const y = scale(graph.input("x", [5]), { factor: 2 });
  const { run, places } = compile(graph, [], { placed: [y, y] });
  const values = await run(new Map([["x", Float32Array.of(1, 2, 3, 4, 5)]]), places);
  assertEquals(values, [[2, 4, 6, 8, 10], [2, 4, 6, 8, 10]]);
});

Deno.test("compileGraph() computes what a gradient reshapes in the gradient's place", async () => {
  const graph = new Graph();
  const x = graph.input("x", [2, 3]);
  const sum = reduceSum(x, { axes: [0] });
  const { compiled, run, places } = compile(graph, [scale(sum, { factor: 2 })], {
    placed: [reshape(sum, [3])],
  });
  assertEquals(namesOf(compiled), ["reduce_sum", "scale"]);
  const reads = [...places, ...outputsOf(compiled)];
  const values = await run(new Map([["x", Float32Array.of(1, 2, 3, 4, 5, 6)]]), reads);
  assertEquals(values, [[5, 7, 9], [10, 14, 18]]);
});

Deno.test("compileGraph() places a constant and an input", async () => {
  const graph = new Graph();
  const constant = graph.constant(Float32Array.of(7, 8), [2]);
  const { run, places } = compile(graph, [], { placed: [constant, graph.input("x", [2])] });
  assertEquals(await run(new Map([["x", Float32Array.of(1, 2)]]), places), [[7, 8], [1, 2]]);
});

Deno.test("compileGraph() gives constants, inputs, parameters and their views as outputs", async () => {
  const graph = new Graph();
  const x = graph.input("x", [4]);
  const weight = graph.parameter("weight", [4], zeros);
  const constant = graph.constant(Float32Array.of(7, 8), [2]);
  const wanted = [x, reshape(x, [2, 2]), weight, reshape(weight, [2, 2]), constant];
  const { compiled, run } = compile(graph, wanted);
  const feeds = new Map([
    ["x", Float32Array.of(5, 6, 7, 8)],
    ["weight", Float32Array.of(1, 2, 3, 4)],
  ]);
  const values = await run(feeds, outputsOf(compiled));
  assertEquals(values, [[5, 6, 7, 8], [5, 6, 7, 8], [1, 2, 3, 4], [1, 2, 3, 4], [7, 8]]);
});

Deno.test("compileGraph() to be inspected keeps every tensor", async () => {
  const graph = new Graph();
  const x = graph.input("x", [2, 3]);
  const weight = graph.parameter("weight", [3], zeros);
  const flat = reshape(weight, [1, 3]);
  const inner = relu(mul(x, flat));
  const part = slice(transpose(inner, [1, 0]), { starts: [1, 0], sizes: [2, 2] });
  const y = sigmoid(reduceSum(part, { axes: [0] }));
  const codes = graph.constant(Uint32Array.of(2, 0), [2]);
  const hot = oneHot(codes, { depth: 3, axis: 1 });
  const { compiled, run } = compile(graph, [y, hot], { inspected: true });
  const feeds = new Map([
    ["x", Float32Array.of(1, -1, 2, -3, 1, 1)],
    ["weight", Float32Array.of(1, 2, 3)],
  ]);
  const reads = [inner, part, flat, hot].map((it) => compiled.stored.get(it)!);
  assertEquals(await run(feeds, reads), [
    [1, 0, 6, 0, 2, 3],
    [0, 2, 6, 3],
    [1, 2, 3],
    [0, 0, 1, 1, 0, 0],
  ]);
});

Deno.test("compileGraph() computes random graphs as the reference does", async () => {
  for (let seed = 1; seed <= 40; seed++) {
    const graph = new Graph();
    const random = new Random(seed);
    const sources = ["a", "b", "c"].map((name) => graph.input(name, [3, 4, 5]));
    const pool: Tensor[] = [...sources];
    const pick = () => pool[random.integer(pool.length)];
    for (let i = 0; i < 8; i++) {
      const chain = sigmoid(randomChain(graph, random, { links: 4, sources: [pick(), pick()] }));
      pool.push(chain.shape.length === 2 ? matmul(chain, chain, { transposeB: true }) : chain);
      const sum = reduceSum(pick(), { axes: [0], keepDims: true });
      pool.push(mul(scale(sum, { factor: 0.1 }), sigmoid(sum)));
    }
    const outputs = [pool.at(-1)!, pool.at(-2)!, pick()];
    const feeds = new Map(sources.map((it) => [it.name!, randomF32(random, it.shape).values]));
    const error = await parityError(new WasmBackend({ threads: 1 }), graph, outputs, feeds);
    assertLess(error, 1e-5, `seed ${seed}`);
  }
});
