import { assertEquals } from "@std/assert";
import * as ops from "../../../../core/graph/mod.ts";
import { evaluate, Graph, type Tensor, type Values } from "../../../../core/graph/mod.ts";
import { Random } from "../../../../core/random/random.ts";
import { lowerPointwise } from "../../../../executors/wasm/pointwise/lower_pointwise.ts";
import { isPointwise } from "../../../../executors/wasm/pointwise/trace.ts";
import { randomChain } from "../../webgpu/compiled/random_chain.ts";
import { type Lower, runLowered } from "../../../support/run_lowered.ts";

const lower: Lower = (context, tensor, out) => {
  if (!isPointwise(tensor)) return false;
  lowerPointwise(context, tensor, out);
  return true;
};

Deno.test("lowerPointwise() computes random chains of views bit for bit as the reference", () => {
  for (let seed = 1; seed <= 60; seed++) {
    const graph = new Graph();
    const random = new Random(seed);
    const shapes = [[3, 4, 5], [2, 7], [6], [2, 3, 2, 2]];
    const sources = shapes.map((shape, i) => graph.input(`x${i}`, shape));
    // Small whole numbers: every chain is exact in f32.
    const feeds = new Map<string, Values>(sources.map((it) => [
      it.name!,
      Float32Array.from({ length: it.size }, () => random.integer(9) - 4),
    ]));
    const chains = Array.from(
      { length: 6 },
      () => ops.scale(randomChain(graph, random, { links: 7, sources }), { offset: 1 }),
    );
    const names = new Set(ops.ancestors(chains).map(({ name }) => name));
    const used = new Map([...feeds].filter(([name]) => names.has(name)));
    const isStored = (tensor: Tensor) => tensor.id % 7 === seed % 7;
    const actual = runLowered(graph, chains, { feeds: used, isStored, lower });
    const expected = evaluate(graph, chains, used);
    chains.forEach((_, i) => assertEquals(actual[i], expected[i], `seed ${seed}, chain ${i}`));
  }
});
