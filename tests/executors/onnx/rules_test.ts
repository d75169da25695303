import { assertEquals, assertLess, assertThrows } from "@std/assert";
import * as ops from "../../../core/graph/mod.ts";
import { evaluate, Graph, type Tensor, traceGraph, type Values } from "../../../core/graph/mod.ts";
import { Random } from "../../../core/random/random.ts";
import { RULES } from "../../../executors/onnx/rules.ts";
import { writeOnnx } from "../../../executors/onnx/write_onnx.ts";
import { openNative, withOnnx } from "../../support/onnx_runtime.ts";
import { RULE_CASES, type RuleCase } from "./rule_cases.ts";

/** f32 sums of at most 36 terms below 1 against f64, and other exponentials. */
const TOLERANCE = 1e-5;

function graphOf({ build }: RuleCase, n: number): Graph {
  const graph = new Graph();
  graph.output("y", build(graph, n));
  return graph;
}

function draw(tensors: Iterable<Tensor>, { low = -1 }: RuleCase): Map<string, Values> {
  const random = new Random(5);
  return new Map(Array.from(tensors, ({ name, size, dtype }) => [
    name!,
    dtype === "f32"
      ? Float32Array.from({ length: size }, () => low + (1 - low) * random.uniform())
      : Uint32Array.from({ length: size }, () => random.integer(3)),
  ]));
}

for (const [name, one] of Object.entries(RULE_CASES)) {
  Deno.test(`writeOnnx() writes ${name} as the reference computes it, for batches of 1 and 3`, async () => {
    const parameters = [...graphOf(one, 1).parameters.values()].map(({ tensor }) => tensor);
    const weights = draw(parameters, one);
    const file = writeOnnx(name, traceGraph((n) => graphOf(one, n)), weights);
    await withOnnx(openNative, file, async (model) => {
      for (const n of [1, 3]) {
        const graph = graphOf(one, n);
        const y = graph.outputs.get("y")!;
        const inputs = draw(graph.inputs.values(), one);
        const [expected] = evaluate(graph, [y], new Map([...weights, ...inputs]));
        const feeds = Array.from(
          inputs,
          ([key, values]) => [key, { values, shape: graph.inputs.get(key)!.shape }],
        );
        const actual = await model.run(Object.fromEntries(feeds));
        assertEquals(actual.shape, y.shape);
        assertEquals(actual.values.constructor, expected.constructor);
        expected.forEach((value, i) =>
          assertLess(Math.abs(value - actual.values[i]), TOLERANCE, `${name} ${i}`)
        );
      }
    });
  });
}

Deno.test("RULES are all tested, and an op that only training uses is refused by name", () => {
  assertEquals(
    [...new Set(Object.keys(RULE_CASES).map((name) => name.split(":")[0]))].sort(),
    Object.keys(RULES).filter((name) => !(RULES[name as ops.OpName] instanceof ops.Unsupported)),
  );
  const build = (n: number) => {
    const graph = new Graph();
    graph.output(
      "y",
      ops.dropout(graph.input("x", [n, 4]), graph.input("key", [2], "u32"), { rate: 0.5, salt: 0 }),
    );
    return graph;
  };
  const write = () => writeOnnx("graph", traceGraph(build), new Map());
  assertThrows(
    write,
    TypeError,
    "Cannot write dropout as ONNX: unsupported op, only training computes it",
  );
});
