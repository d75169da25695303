import type { Initializer, RandomSource } from "./graph.ts";
import { type Shape, sizeOf } from "./tensor_type.ts";

/**
 * All 0.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Random, zeros } from "@tessera/tessera";
 *
 * assertEquals([...zeros([2], new Random(1))], [0, 0]);
 * ```
 */
export const zeros: Initializer = constant(0);

/**
 * All 1.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { ones, Random } from "@tessera/tessera";
 *
 * assertEquals([...ones([2], new Random(1))], [1, 1]);
 * ```
 */
export const ones: Initializer = constant(1);

/**
 * All `value`.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { constant, Random } from "@tessera/tessera";
 *
 * assertEquals([...constant(0.5)([2], new Random(1))], [0.5, 0.5]);
 * ```
 */
export function constant(value: number): Initializer {
  return (shape) => new Float32Array(sizeOf(shape)).fill(value);
}

/** Uniform in [low, high). */
export function uniform(low: number, high: number): Initializer {
  return (shape, random) => fill(shape, () => low + (high - low) * random.uniform());
}

/**
 * Normal with mean 0.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { normal, Random } from "@tessera/tessera";
 *
 * assertEquals(normal(0.02)([3, 4], new Random(1)).length, 12);
 * ```
 */
export function normal(deviation: number): Initializer {
  return (shape, random) => fill(shape, () => deviation * random.normal());
}

/**
 * Normal with deviation (2 / fan in)^½, for layers before a ReLU. Source: He et al. 2015, https://arxiv.org/abs/1502.01852
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { heNormal, Random } from "@tessera/tessera";
 *
 * const weight = heNormal([16, 8, 3, 3], new Random(1));
 * assertEquals(weight.length, 16 * 8 * 3 * 3);
 * ```
 */
export function heNormal(shape: Shape, random: RandomSource): Float32Array {
  return normal(Math.sqrt(2 / fanIn(shape)))(shape, random);
}

/**
 * Uniform in ±1 / (fan in)^½, PyTorch's default; `inputs` is the fan-in where the shape doesn't give it (a bias).
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { fanInUniform, Random } from "@tessera/tessera";
 *
 * const bias = fanInUniform(16)([4], new Random(1));
 * assertEquals(bias.every((value) => Math.abs(value) <= 1 / 4), true);
 * ```
 */
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
