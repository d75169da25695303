import { assertLess } from "@std/assert";
import { ancestors, evaluate, type Tensor } from "../../../../core/graph/mod.ts";
import { isPointwise } from "../../../../executors/wasm/pointwise/trace.ts";
import { differenceOf } from "../../../support/difference_of.ts";
import { buildCase, OP_CASES } from "../../../support/op_cases.ts";
import { runLowered } from "../../../support/run_lowered.ts";
import { lowerOwn } from "./lower_own.ts";

/** f32 sums against f64 sums: a few hundred terms lose at most this. */
const TOLERANCE = 2e-5;

const STORED: Readonly<Record<string, (tensor: Tensor) => boolean>> = {
  "everything stored": () => true,
  "chains fused": (tensor) => !isPointwise(tensor),
};

for (const [how, isStored] of Object.entries(STORED)) {
  for (const [name, value] of Object.entries(OP_CASES)) {
    Deno.test(`lowered, ${how}, ${name} and its gradients are as the reference's`, () => {
      const { graph, outputs, feeds } = buildCase(value);
      const needed = new Set(ancestors(outputs).map((it) => it.name));
      const used = new Map([...feeds].filter(([input]) => needed.has(input)));
      const expected = evaluate(graph, outputs, used);
      const actual = runLowered(graph, outputs, { feeds: used, isStored, lower: lowerOwn });
      expected.forEach((values, i) => assertLess(differenceOf(values, actual[i]), TOLERANCE));
    });
  }
}
