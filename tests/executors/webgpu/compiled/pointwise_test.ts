import { assertEquals, assertLess } from "@std/assert";
import * as ops from "../../../../core/graph/mod.ts";
import { evaluate, Graph, type Tensor, type Values } from "../../../../core/graph/mod.ts";
import { Random } from "../../../../core/random/random.ts";
import { gridOf, MAX_ROW, WORKGROUP_SIZE } from "../../../../executors/webgpu/kernels/grid.ts";
import { gpuTest } from "../../../support/adapter.ts";
import { runBeforeCanaries } from "./run_before_canaries.ts";
import { randomChain } from "../../../support/random_chain.ts";

function sourcesOf(
  graph: Graph,
  random: Random,
): { sources: Tensor[]; feeds: Map<string, Values> } {
  const shapes = [[3, 4, 5], [2, 7], [6], [2, 3, 2, 2]];
  const sources = shapes.map((shape, i) => graph.input(`x${i}`, shape));
  // Small whole numbers: every chain is exact in f32.
  const feeds = new Map<string, Values>(sources.map((it) => [
    it.name!,
    Float32Array.from({ length: it.size }, () => random.integer(9) - 4),
  ]));
  return { sources, feeds };
}

/** Feeds of just the inputs that tensors depend on. */
function needed(tensors: readonly Tensor[], feeds: ReadonlyMap<string, Values>) {
  const names = new Set(ops.ancestors(tensors).map(({ name }) => name));
  return new Map([...feeds].filter(([name]) => names.has(name)));
}

gpuTest(
  "lowerPointwise() computes random chains of views bit for bit as the reference",
  async (device) => {
    for (let seed = 1; seed <= 6; seed++) {
      const graph = new Graph();
      const random = new Random(seed);
      const { sources, feeds } = sourcesOf(graph, random);
      const chains = Array.from(
        { length: 6 },
        () => ops.scale(randomChain(graph, random, { links: 7, sources }), { offset: 1 }),
      );
      const used = needed(chains, feeds);
      const expected = evaluate(graph, chains, used);
      const actual = await runBeforeCanaries(device, graph, chains, used);
      chains.forEach((_, i) => assertEquals(actual[i], expected[i], `seed ${seed}, chain ${i}`));
    }
  },
);

gpuTest("every generated kernel keeps to its own elements", async (device) => {
  const graph = new Graph();
  const random = new Random(1);
  const draw = (size: number) => Float32Array.from({ length: size }, () => random.normal());
  const x = graph.input("x", [3, 37, 5]);
  const parts = Array.from({ length: 9 }, (_, i) => ops.scale(x, { factor: i + 1 }));
  const key = graph.constant(Uint32Array.of(1, 2), [2]);
  const tensors = [
    ops.relu(x),
    ops.dropout(x, key, { rate: 0.5, salt: 3 }),
    ops.reduceSum(x, { axes: [1] }),
    ops.reduceSum(x, { axes: [0, 1, 2] }),
    ops.reduceSum(ops.broadcastTo(ops.reshape(x, [1, 555]), [70, 555]), { axes: [0] }),
    ops.softmax(x, { axis: 1 }),
    ops.argmin(x, { axis: 2 }),
    ops.concat(parts, { axis: 1 }),
  ];
  const feeds = new Map([["x", draw(x.size)]]);
  const expected = evaluate(graph, tensors, feeds);
  const actual = await runBeforeCanaries(device, graph, tensors, feeds);
  tensors.forEach(({ op }, i) => {
    const gap = expected[i].map((value, j) => Math.abs(value - actual[i][j]));
    assertLess(Math.max(...gap), 1e-4, op.name);
  });
});

gpuTest(
  "lowerPointwise() computes more elements than one row of workgroups holds",
  async (device) => {
    const graph = new Graph();
    const count = MAX_ROW * WORKGROUP_SIZE + 77;
    assertEquals(gridOf(count), [MAX_ROW, 2, 1]);
    const ones = ops.broadcastTo(graph.input("x", [1]), [count]);
    const [values] = await runBeforeCanaries(
      device,
      graph,
      [ones],
      new Map([["x", Float32Array.of(3)]]),
    );
    assertEquals(values.findIndex((value) => value !== 3), -1);
  },
);

gpuTest("pointwise kernels keep NaN and infinity", async (device) => {
  const graph = new Graph();
  const x = graph.input("x", [3]);
  const zero = graph.constant(Float32Array.of(0), [1]);
  const chains = [ops.relu(x), ops.tanh(x), ops.add(x, zero), ops.sqrt(x)];
  const feeds = new Map([["x", Float32Array.of(NaN, Infinity, 2)]]);
  const actual = await runBeforeCanaries(device, graph, chains, feeds);
  actual.forEach((values) => assertEquals(Number.isNaN(values[0]), true));
  assertEquals(actual.map((values) => values[1]), [Infinity, 1, Infinity, Infinity]);
});
