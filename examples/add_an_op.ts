// A function that no op computes, softplus(x) = ln(1 + e^x), in two ways: `deno run examples/add_an_op.ts`.
import {
  add,
  differentiate,
  evaluate,
  exp,
  Graph,
  log,
  mul,
  neg,
  type NoAttributes,
  type Op,
  reduceSum,
  relu,
  scale,
  ShapeError,
  sigmoid,
  type Tensor,
} from "../mod.ts";

/**
 * 1. Made of ops. It has its gradient, runs on every executor and can be part of a bundle: the way to begin.
 * ln(1 + e^x) = max(x, 0) + ln(1 + e^-|x|), whose exponential can't overflow. At 0 the gradient is 0 and not 1/2, as a
 * kink has none.
 */
export function softplus(x: Tensor): Tensor {
  const magnitude = add(relu(x), relu(neg(x)));
  return add(relu(x), log(scale(exp(neg(magnitude)), { offset: 1 })));
}

/**
 * 2. An op of its own: shape rule, derivative and reference. `evaluate()` and `differentiate()` take it as it is; an
 * executor or a bundle refuses it by name until the op is in Tessera's vocabulary ("An op" in CONTRIBUTING.md).
 */
export const softplusOp: Op<"softplus", NoAttributes> = {
  name: "softplus",
  attributes: {},
  type: (inputs) => {
    const [x] = inputs;
    if (inputs.length === 1 && x.dtype === "f32") return { shape: x.shape, dtype: "f32" };
    throw new ShapeError("softplus", "x to be f32", inputs);
  },
  // y = ln(1 + e^x)      dL/dx = dL/dy * 1 / (1 + e^-x)
  reference: ([x]) =>
    Float32Array.from(x, (value) => Math.max(value, 0) + Math.log1p(Math.exp(-Math.abs(value)))),
  derivative: ({ inputs: [x] }, dY) => [mul(dY, sigmoid(x))],
};

const graph = new Graph();
const x = graph.input("x", [5]);
const [made, own] = [softplus(x), x.graph.apply(softplusOp, [x], {})];
const losses = [made, own].map((y) => reduceSum(y, { axes: [0] }));
const gradients = losses.map((loss) => differentiate(graph, loss, [x])[0]);

// Held to each other, and the gradient to a difference quotient.
const values = Float32Array.of(-20, -1, 0.5, 2, 20);
const step = 1e-2;
const run = (tensor: Tensor, by = 0) =>
  evaluate(graph, [tensor], new Map([["x", values.map((value) => value + by)]]))[0];
const [above, below] = [run(own, step), run(own, -step)];
const quotients = above.map((value, i) => (value - below[i]) / (2 * step));
const distance = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i])));
console.log("softplus", [...run(made)].map((value) => value.toFixed(4)).join(" "));
console.log("op and composition differ by", distance(run(made), run(own)).toExponential(0));
console.log("gradients differ by", distance(run(gradients[0]), run(gradients[1])).toExponential(0));
console.log("gradient and quotient by", distance(run(gradients[1]), quotients).toExponential(0));
