import type { Initializer } from "./graph.ts";
import { type Shape, sizeOf } from "./tensor_type.ts";

/** All 0. */
export const zeros: Initializer = constant(0);

/** All 1. */
export const ones: Initializer = constant(1);

/** All `value`. */
export function constant(value: number): Initializer {
  return (shape) => new Float32Array(sizeOf(shape)).fill(value);
}

/** Uniform in [low, high). */
export function uniform(low: number, high: number): Initializer {
  return (shape, random) => fill(shape, () => low + (high - low) * random.uniform());
}

/** Normal with mean 0. */
export function normal(deviation: number): Initializer {
  return (shape, random) => fill(shape, () => deviation * random.normal());
}

/** Normal with deviation (2 / fan in)^½, for layers before a ReLU. Source: He et al. 2015, https://arxiv.org/abs/1502.01852 */
export const heNormal: Initializer = (shape, random) =>
  normal(Math.sqrt(2 / fanIn(shape)))(shape, random);

/** Uniform in ±1 / (fan in)^½, PyTorch's default; `inputs` is the fan in where the shape does not tell it (a bias). */
export function fanInUniform(inputs?: number): Initializer {
  return (shape, random) => {
    const limit = 1 / Math.sqrt(inputs ?? fanIn(shape));
    return uniform(-limit, limit)(shape, random);
  };
}

/** Number of inputs of one output of a weight `[out, in, ...kernel]`. */
export function fanIn(shape: Shape): number {
  return sizeOf(shape.slice(1));
}

function fill(shape: Shape, draw: () => number): Float32Array {
  return new Float32Array(sizeOf(shape)).map(draw);
}
