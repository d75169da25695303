import type { Graph, Shape, Tensor } from "../core/graph/mod.ts";

/** An input of a training graph that is fed from the run's seed and the step, so that the graph is a pure function. */
export interface Port {
  /** Of the graph. */
  readonly input: Tensor;
  /** What it is fed. */
  readonly values: PortValues;
}

/** What a port is fed. */
export type PortValues =
  /** u32 in `[0, 2^32)`. */
  | { readonly kind: "bits" }
  /** f32 of mean 0 and variance 1. */
  | { readonly kind: "normal" }
  /** Different u32 below `below`, or as different as they can be. */
  | { readonly kind: "distinct"; readonly below: number };

/** A key for dropout: u32 `[2]`. */
export function keyPort(graph: Graph, name: string): Port {
  return { input: graph.input(name, [2], "u32"), values: { kind: "bits" } };
}

/**
 * Normal noise: f32 of a shape.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Graph, noisePort } from "@tessera/tessera";
 *
 * const graph = new Graph();
 * const { input, values } = noisePort(graph, "noise", [8, 16]);
 * assertEquals([input.shape, values], [[8, 16], { kind: "normal" }]);
 * ```
 */
export function noisePort(graph: Graph, name: string, shape: Shape): Port {
  return { input: graph.input(name, shape), values: { kind: "normal" } };
}

/** `count` different rows of a matrix of `rows`: u32 `[count]`. */
export function rowsPort(
  graph: Graph,
  name: string,
  { count, rows }: { count: number; rows: number },
): Port {
  return {
    input: graph.input(name, [count], "u32"),
    values: { kind: "distinct", below: rows },
  };
}
