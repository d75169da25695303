import { assertEquals } from "@std/assert";
import * as ops from "../../../../core/graph/mod.ts";
import { evaluate, Graph, type Tensor } from "../../../../core/graph/mod.ts";
import { Random } from "../../../../core/random/random.ts";
import { runLowered } from "../../../support/run_lowered.ts";
import { lowerOwn } from "./lower_own.ts";

const LARGE: Readonly<Record<string, readonly [shape: number[], axes: number[]]>> = {
  "a channel of each image": [[33, 16, 7, 7], [0, 2, 3]],
  "channels of a number that no block divides": [[40, 17, 23], [0, 2]],
  "few channels": [[2, 3, 211, 37], [0, 2, 3]],
  "rows": [[311, 129], [1]],
  "short rows": [[5003, 3], [1]],
  "two long rows": [[2, 50021], [1]],
  "columns": [[523, 130], [0]],
  "few columns": [[20011, 3], [0]],
  "many columns": [[9, 12288], [0]],
  "everything": [[64, 785], [0, 1]],
  "everything, of a number with few divisors": [[70001], [0]],
  "a middle axis": [[19, 70, 45], [1]],
  "outer and middle axes": [[6, 5, 8, 301], [0, 2]],
  "inner axes alternating": [[4, 31, 5, 67], [1, 3]],
  "an axis of one": [[17, 1, 9], [1]],
};

for (const [name, [shape, axes]] of Object.entries(LARGE)) {
  Deno.test(`lowerReduceSum() adds up ${name}`, () => {
    const graph = new Graph();
    const random = new Random(4);
    const x = graph.input("x", shape);
    // Sums of small whole numbers are exact in any order.
    const values = Float32Array.from({ length: x.size }, () => random.integer(7) - 3);
    const feeds = new Map([["x", values]]);
    const sums = [
      ops.reduceSum(x, { axes }),
      // A value of its own for what isn't there: it must not be added.
      ops.reduceSum(ops.scale(x, { offset: 1 }), { axes, keepDims: true }),
    ];
    const options = { feeds, isStored: () => false, lower: lowerOwn };
    const actual = runLowered(graph, sums, options);
    evaluate(graph, sums, feeds).forEach((it, i) => assertEquals(actual[i], it));
  });
}

Deno.test("lowerReduceSum() counts codes", () => {
  const graph = new Graph();
  const random = new Random(4);
  const codes = graph.input("codes", [31, 7, 9], "u32");
  const feeds = new Map([[
    "codes",
    Uint32Array.from({ length: codes.size }, () => random.integer(50)),
  ]]);
  const used = ops.oneHot(ops.reshape(codes, [codes.size]), { depth: 50, axis: 1 });
  const count = ops.reduceSum(used, { axes: [0] });
  const [actual] = runLowered(graph, [count], { feeds, isStored: () => false, lower: lowerOwn });
  assertEquals(actual, evaluate(graph, [count], feeds)[0]);
});

Deno.test("lowerReduceSum() adds up chains that must be computed in parts", () => {
  const graph = new Graph();
  const x = graph.input("x", [3, 5, 7]);
  const feeds = new Map([["x", Float32Array.from({ length: x.size }, (_, i) => i % 11 - 5)]]);
  const framed = ops.pad(x, { before: [0, 1, 2], after: [1, 0, 1] });
  const sums: Tensor[] = [[0], [1], [2], [0, 2], [0, 1, 2]].map((axes) =>
    ops.reduceSum(ops.scale(framed, { offset: 2 }), { axes })
  );
  const actual = runLowered(graph, sums, { feeds, isStored: () => false, lower: lowerOwn });
  evaluate(graph, sums, feeds).forEach((it, i) => assertEquals(actual[i], it));
});
