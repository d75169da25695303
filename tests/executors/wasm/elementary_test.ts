import { assertLess } from "@std/assert";
import { GridExecutor } from "../../../executors/wasm/grid_executor.ts";
import { Machine } from "../../../executors/wasm/machine.ts";
import { exp, Graph, mul, sigmoid, slice, tanh, type Tensor } from "../../../core/graph/mod.ts";
import { Random } from "../../../core/random/random.ts";
import { KERNELS } from "../../support/kernels.ts";

const SIDE = 100;

/** Values of an op on the kernels at points in [-span, span]: half of them near 0. */
function onKernels(op: (x: Tensor) => Tensor, span: number): [x: Float32Array, y: Float32Array] {
  const graph = new Graph();
  const input = graph.input("x", [1, 2, SIDE, SIDE]);
  const output = op(input);
  const machine = new Machine(KERNELS);
  const executor = new GridExecutor(machine, { output, input, weights: new Map(), capacity: 1 });
  const random = new Random(1);
  const x = new Float32Array(input.size)
    .map((_, i) => (2 * random.uniform() - 1) * (i % 2 === 0 ? span : 0.02));
  executor.write(0, x);
  executor.run(1);
  return [x, executor.read(0, new Float32Array(output.size))];
}

function worst(
  [x, y]: [Float32Array, Float32Array],
  errorOf: (x: number, y: number) => number,
): number {
  return x.reduce((most, value, i) => Math.max(most, errorOf(value, y[i])), 0);
}

const relative = (f: (x: number) => number) => (x: number, y: number) =>
  Math.abs(y - f(x)) / Math.abs(f(x) || 1);

Deno.test("exp4() is within 1.2e-7 of e^x", () => {
  assertLess(worst(onKernels(exp, 87), relative(Math.exp)), 1.2e-7);
});

Deno.test("sigmoid4() is within 2e-7 of 1 / (1 + e^-x)", () => {
  assertLess(worst(onKernels(sigmoid, 80), relative((x) => 1 / (1 + Math.exp(-x)))), 2e-7);
});

Deno.test("tanh4() is within 3e-7 of the hyperbolic tangent", () => {
  assertLess(worst(onKernels(tanh, 20), relative(Math.tanh)), 3e-7);
});

Deno.test("gate4() is within 3e-7 of tanh(a) / (1 + e^-b), at the ends of f32 too", () => {
  const half = (x: Tensor, from: number) =>
    slice(x, { starts: [0, from, 0, 0], sizes: [1, 1, SIDE, SIDE] });
  const gate = (x: Tensor) => mul(tanh(half(x, 0)), sigmoid(half(x, 1)));
  for (const span of [3, 30, 200, 3e38]) {
    const [x, y] = onKernels(gate, span);
    y.forEach((value, i) => {
      const expected = Math.tanh(x[i]) / (1 + Math.exp(-x[y.length + i]));
      assertLess(Math.abs(value - expected), 3e-7);
    });
  }
});
