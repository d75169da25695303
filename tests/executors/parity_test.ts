import { assertEquals, assertLess } from "@std/assert";
import { ancestors, OPS } from "../../core/graph/mod.ts";
import { backendTest } from "../support/backends.ts";
import { buildCase, OP_CASES } from "../support/op_cases.ts";
import { parityError } from "../support/run_compiled.ts";

/** f32 on the device against f64 sums on the host: a few hundred terms lose at most this. */
const TOLERANCE = 2e-5;

Deno.test("every op of the vocabulary has a case", () => {
  const tested = Object.values(OP_CASES).flatMap((it) => ancestors(buildCase(it).outputs));
  const names = new Set(tested.map(({ op }) => op.name));
  assertEquals(Object.keys(OPS).filter((name) => !names.has(name)), []);
});

for (const [name, value] of Object.entries(OP_CASES)) {
  backendTest(
    `a backend computes ${name} and its gradients as the reference does`,
    async (backend) => {
      const { graph, outputs, feeds } = buildCase(value);
      assertLess(await parityError(backend, graph, outputs, feeds), TOLERANCE);
    },
  );
}
