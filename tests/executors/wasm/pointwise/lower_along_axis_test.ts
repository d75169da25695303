import { assertEquals, assertLess } from "@std/assert";
import * as ops from "../../../../core/graph/mod.ts";
import { evaluate, Graph } from "../../../../core/graph/mod.ts";
import { Random } from "../../../../core/random/random.ts";
import { differenceOf } from "../../../support/difference_of.ts";
import { runLowered } from "../../../support/run_lowered.ts";
import { lowerOwn } from "./lower_own.ts";

/** Relative: powers within 2 units in the last place, and their sums. */
const TOLERANCE = 2e-6;

const SHAPES: readonly (readonly [shape: number[], axis: number])[] = [
  [[5, 31, 7, 7], 1],
  [[331, 130], 1],
  [[130, 331], 0],
  [[9, 6, 5], 2],
  [[3, 1, 6], 1],
  [[4, 3, 2], 1],
  [[13], 0],
  [[6, 2, 1999], 1],
];

for (const [shape, axis] of SHAPES) {
  Deno.test(`lowerAlongAxis() walks axis ${axis} of [${shape}]`, () => {
    const graph = new Graph();
    const random = new Random(6);
    const x = graph.input("x", shape);
    const rest = shape.toSpliced(axis, 1);
    const targets = graph.input("targets", rest, "u32");
    const feeds = new Map<string, Float32Array | Uint32Array>([
      ["x", Float32Array.from({ length: x.size }, () => 4 * random.normal())],
      ["targets", Uint32Array.from({ length: targets.size }, () => random.integer(shape[axis]))],
    ]);
    const chain = ops.sub(ops.reshape(ops.scale(x, { factor: 2 }), shape), x);
    const results = [x, chain].flatMap((it) => [
      ops.softmax(it, { axis }),
      ops.logSoftmax(it, { axis }),
      ops.crossEntropy(it, targets, { axis }),
    ]);
    const actual = runLowered(graph, results, { feeds, isStored: () => false, lower: lowerOwn });
    evaluate(graph, results, feeds).forEach((expected, i) =>
      assertLess(differenceOf(expected, actual[i]), TOLERANCE, results[i].op.name)
    );
  });

  Deno.test(`argmin along axis ${axis} of [${shape}] takes the lowest index on a tie`, () => {
    const graph = new Graph();
    const random = new Random(6);
    const x = graph.input("x", shape);
    const values = Float32Array.from({ length: x.size }, () => random.integer(5) - 2);
    const feeds = new Map([["x", values]]);
    const codes = [x, ops.scale(x, { factor: -2, offset: 1 })].map((it) =>
      ops.argmin(it, { axis })
    );
    const actual = runLowered(graph, codes, { feeds, isStored: () => false, lower: lowerOwn });
    evaluate(graph, codes, feeds).forEach((expected, i) => assertEquals(actual[i], expected));
  });
}

Deno.test("softmax of large and of equal logits is finite", () => {
  const graph = new Graph();
  const x = graph.constant(Float32Array.of(500, 500, -Infinity, -400, 0, 0), [2, 3]);
  const y = ops.softmax(x, { axis: 0 });
  const [actual] = runLowered(graph, [y], {
    feeds: new Map(),
    isStored: () => false,
    lower: lowerOwn,
  });
  assertEquals([...actual], [1, 1, 0, 0, 0, 1]);
});
