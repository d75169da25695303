import { assertEquals } from "@std/assert";
import * as ops from "../../../../core/graph/mod.ts";
import { ancestors, evaluate, Graph, type Tensor } from "../../../../core/graph/mod.ts";
import { Random } from "../../../../core/random/random.ts";
import { randomChain } from "../../../support/random_chain.ts";
import { runLowered } from "../../../support/run_lowered.ts";
import { lowerOwn } from "./lower_own.ts";

/** Ops that end a chain with settings drawn at random; all are exact for small whole numbers. */
const ENDS: Readonly<Record<string, (x: Tensor, random: Random) => Tensor>> = {
  "lowerPointwise() computes": (x) => ops.scale(x, { offset: 1 }),
  "lowerReduceSum() adds up": (x, random) =>
    ops.reduceSum(x, { axes: x.shape.flatMap((_, axis) => random.uniform() < 0.5 ? [axis] : []) }),
  "lowerAlongAxis() finds the lowest of": (x, random) =>
    ops.argmin(x, { axis: random.integer(x.shape.length) }),
};

for (const [what, end] of Object.entries(ENDS)) {
  Deno.test(`${what} random chains of views bit for bit as the reference`, () => {
    for (let seed = 1; seed <= 40; seed++) {
      const graph = new Graph();
      const random = new Random(seed);
      const shapes = [[3, 4, 5], [2, 7], [6], [2, 3, 2, 2]];
      const sources = shapes.map((shape, i) => graph.input(`x${i}`, shape));
      const chains = Array.from(
        { length: 6 },
        () => end(randomChain(graph, random, { links: 7, sources }), random),
      );
      const names = new Set(ancestors(chains).map(({ name }) => name));
      // Small whole numbers: every chain is exact in f32.
      const feeds = new Map(
        sources.filter(({ name }) => names.has(name)).map(({ name, size }) => [
          name!,
          Float32Array.from({ length: size }, () => random.integer(5) - 2),
        ]),
      );
      const isStored = (tensor: Tensor) => tensor.id % 7 === seed % 7;
      const actual = runLowered(graph, chains, { feeds, isStored, lower: lowerOwn });
      const expected = evaluate(graph, chains, feeds);
      chains.forEach((_, i) => assertEquals(actual[i], expected[i], `seed ${seed}, chain ${i}`));
    }
  });
}
