import {
  evaluate,
  Graph,
  type RandomSource,
  type Shape,
  sizeOf,
  type Tensor,
  type Values,
} from "../../core/graph/mod.ts";

/** A shape and its values, to be fed to a graph. */
export interface Fed {
  readonly shape: Shape;
  readonly values: Values;
}

/** An f32 tensor with given values. */
export function f32(shape: Shape, values: Iterable<number>): Fed {
  return { shape, values: Float32Array.from(values) };
}

/** A u32 tensor with given values. */
export function u32(shape: Shape, values: Iterable<number>): Fed {
  return { shape, values: Uint32Array.from(values) };
}

/** An f32 tensor drawn from [low, high). */
export function randomF32(random: RandomSource, shape: Shape, low = -1, high = 1): Fed {
  return f32(
    shape,
    Array.from({ length: sizeOf(shape) }, () => low + (high - low) * random.uniform()),
  );
}

/** An f32 tensor of small whole numbers, whose sums and products are exact. */
export function randomIntegers(random: RandomSource, shape: Shape): Fed {
  return f32(
    shape,
    Array.from({ length: sizeOf(shape) }, () => Math.floor(random.uniform() * 9) - 4),
  );
}

/** A graph with one input per fed tensor, named `x0`, `x1` … */
export function graphOf(fed: readonly Fed[]): { graph: Graph; inputs: Tensor[] } {
  const graph = new Graph();
  const inputs = fed.map(({ shape, values }, i) =>
    graph.input(`x${i}`, shape, values instanceof Float32Array ? "f32" : "u32")
  );
  return { graph, inputs };
}

/** The feeds of {@link graphOf}. */
export function feedsOf(fed: readonly Fed[]): Map<string, Values> {
  return new Map(fed.map(({ values }, i) => [`x${i}`, values]));
}

/** What the reference makes of the op that `build` applies. */
export function compute(fed: readonly Fed[], build: (...inputs: Tensor[]) => Tensor): Fed {
  const { graph, inputs } = graphOf(fed);
  const tensor = build(...inputs);
  const [values] = evaluate(graph, [tensor], feedsOf(fed));
  return { shape: tensor.shape, values };
}

/** Values as plain numbers, for comparison with hand-made ones. */
export function numbers({ values }: Fed): number[] {
  return Array.from(values);
}
