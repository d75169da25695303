import { assert, assertEquals } from "@std/assert";
import * as ops from "../../../../core/graph/mod.ts";
import { ancestors, evaluate, Graph, type Tensor } from "../../../../core/graph/mod.ts";
import { Random } from "../../../../core/random/random.ts";
import { findGroups } from "../../../../executors/wasm/pointwise/find_groups.ts";
import { isPointwise } from "../../../../executors/wasm/pointwise/trace.ts";
import { randomChain } from "../../../support/random_chain.ts";
import { runLowered } from "../../../support/run_lowered.ts";
import { lowerOwn } from "./lower_own.ts";

/** The groups among stored tensors, as names of their ops. */
function groupsOf(outputs: readonly Tensor[], stored: readonly Tensor[] = outputs) {
  const isStored = (it: Tensor) => it.inputs.length === 0 || stored.includes(it);
  const groups = findGroups(ancestors(outputs), { isStored, isPass: () => true });
  return [...groups.values()].map((members) => members.map(({ op }) => op.name));
}

/** tanh and sigmoid of the two halves of a sum, and their product. */
function gate(graph: Graph): [filter: Tensor, open: Tensor, product: Tensor] {
  const [n, c, h, w] = [9, 14, 7, 5];
  const x = graph.input("x", [n, 2 * c, h, w]);
  const sum = ops.add(x, ops.reshape(graph.input("class", [n, 2 * c]), [n, 2 * c, 1, 1]));
  const half = (at: number) => ops.slice(sum, { starts: [0, at, 0, 0], sizes: [n, c, h, w] });
  const [filter, open] = [ops.tanh(half(0)), ops.sigmoid(half(c))];
  return [filter, open, ops.mul(filter, open)];
}

Deno.test("findGroups() computes a gate in one pass, with the same bits as in three", () => {
  const graph = new Graph();
  const outputs = gate(graph);
  assertEquals(groupsOf(outputs), [["tanh", "sigmoid", "mul"]]);
  const random = new Random(3);
  const draw = (size: number) => Float32Array.from({ length: size }, () => random.normal());
  const feeds = new Map([...graph.inputs].map(([name, { size }]) => [name, draw(size)]));
  const options = { feeds, isStored: () => false, lower: lowerOwn };
  const groups = new Map([[outputs[2], outputs]]);
  const together = runLowered(graph, outputs, { ...options, groups });
  assertEquals(together, runLowered(graph, outputs, options));
});

Deno.test("findGroups() leaves a tensor alone that a reader of another shape needs first", () => {
  const graph = new Graph();
  const x = graph.input("x", [4, 6]);
  const y = ops.relu(x);
  const sum = ops.reduceSum(y, { axes: [1], keepDims: true });
  const z = ops.sub(y, sum);
  assertEquals(groupsOf([y, sum, z]), []);
});

Deno.test("findGroups() leaves a tensor alone that is read at another index", () => {
  const graph = new Graph();
  const x = graph.input("x", [5, 5]);
  const y = ops.relu(x);
  assertEquals(groupsOf([y, ops.add(x, ops.transpose(y, [1, 0]))]), []);
  assertEquals(groupsOf([y, ops.add(x, ops.scale(y, { factor: 2 }))]), [["relu", "add"]]);
});

Deno.test("findGroups() leaves a reshape of memory to the memory plan", () => {
  const graph = new Graph();
  const x = graph.input("x", [4, 6]);
  const y = ops.relu(x);
  assertEquals(groupsOf([y, ops.reshape(y, [24]), ops.exp(x)]), []);
});

Deno.test("tensors computed together are bit for bit as the reference's", () => {
  let grouped = 0;
  for (let seed = 1; seed <= 40; seed++) {
    const graph = new Graph();
    const random = new Random(seed);
    const sources = [[3, 4, 5], [2, 7], [6]].map((shape, i) => graph.input(`x${i}`, shape));
    const outputs: Tensor[] = [];
    for (let i = 0; i < 12; i++) {
      const from = [...sources, ...outputs.slice(-4)];
      outputs.push(
        ops.scale(randomChain(graph, random, { links: 2, sources: from }), { offset: 1 }),
      );
    }
    const names = new Set(ancestors(outputs).map(({ name }) => name));
    const used = sources.filter(({ name }) => names.has(name));
    // Small whole numbers, few of which are multiplied: exact in f32.
    const feeds = new Map(used.map(({ name, size }) => [
      name!,
      Float32Array.from({ length: size }, () => random.integer(3) - 1),
    ]));
    const groups = findGroups(ancestors(outputs), {
      isStored: (it) => it.inputs.length === 0 || outputs.includes(it),
      isPass: isPointwise,
    });
    grouped += groups.size;
    const actual = runLowered(graph, outputs, {
      ...{ feeds, groups, isStored: () => false, lower: lowerOwn },
    });
    const expected = evaluate(graph, outputs, feeds);
    outputs.forEach((_, i) => assertEquals(actual[i], expected[i], `seed ${seed}, output ${i}`));
  }
  assert(grouped > 20);
});
