import { assertEquals } from "@std/assert";
import {
  evaluate,
  Graph,
  matmul,
  type MatmulAttributes,
  type Shape,
  sizeOf,
  type TensorOf,
} from "../../../../core/graph/mod.ts";
import { lowerMatmul } from "../../../../executors/wasm/products/matmul.ts";
import { runLowering } from "../../../support/run_lowering.ts";
import { wholeNumbers } from "../../webgpu/kernels/whole_numbers.ts";

/** Multiplies whole numbers, and compares with the reference. @returns The names of its tasks. */
function matchesReference(a: Shape, b: Shape, attributes: Partial<MatmulAttributes>): string[] {
  const graph = new Graph();
  const inputs = [graph.input("a", a), graph.input("b", b)];
  const y = matmul(inputs[0], inputs[1], attributes) as TensorOf<"matmul">;
  const values = new Map(inputs.map((x, i) => [x, wholeNumbers(sizeOf(x.shape), i + 1)]));
  const feeds = new Map(inputs.map((x) => [x.name!, values.get(x)!]));
  const { result, tasks } = runLowering(y, (context, out) => lowerMatmul(context, y, out), values);
  assertEquals(result, evaluate(graph, [y], feeds)[0]);
  return tasks.map(({ name }) => name);
}

const SIZES = [
  [1, 1, 1],
  [3, 17, 2],
  [4, 16, 4],
  [5, 15, 3],
  [6, 18, 65],
  [13, 33, 131],
  [199, 19, 7],
  [7, 401, 9],
  [21, 3, 260],
];

for (const transposeA of [false, true]) {
  for (const transposeB of [false, true]) {
    const name = `transposeA ${transposeA}, transposeB ${transposeB}`;
    Deno.test(`lowerMatmul() gives the reference's product of odd shapes, ${name}`, () => {
      for (const [m, n, k] of SIZES) {
        const a = transposeA ? [k, m] : [m, k];
        const b = transposeB ? [n, k] : [k, n];
        matchesReference(a, b, { transposeA, transposeB });
        matchesReference([3, ...a], [3, ...b], { transposeA, transposeB });
      }
    });
  }
}

Deno.test("lowerMatmul() cuts a long sum of few columns into parts, and adds them up", () => {
  const tasks = matchesReference([1805, 67], [1805, 35], { transposeA: true });
  assertEquals(tasks, ["matmul", "matmul_sum_parts"]);
});

Deno.test("lowerMatmul() cuts rows and columns into blocks", () => {
  matchesReference([413, 130], [130, 390], {});
  matchesReference([2, 130, 205], [2, 390, 130], { transposeA: true, transposeB: true });
});
