import {
  add,
  conv2d,
  type ConvAttributes,
  convTranspose2d,
  fanIn,
  fanInUniform,
  type Graph,
  type Initializer,
  relu,
  requireShape,
  reshape,
  type Shape,
  type Tensor,
} from "../core/graph/mod.ts";

/**
 * A place in a graph's tree of parameter names, such as `encoder.down_0`.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Graph, ones, Scope } from "@tessera/tessera";
 *
 * const graph = new Graph();
 * new Scope(graph, "encoder").child("down_0").parameter("weight", [4], ones);
 * assertEquals([...graph.parameters.keys()], ["encoder.down_0.weight"]);
 * ```
 */
export class Scope {
  /** A place by its path. @param path Stands before the names of its parameters, followed by a dot. */
  constructor(readonly graph: Graph, readonly path: string) {}

  /** The place `name` below this one. */
  child(name: string): Scope {
    return new Scope(this.graph, `${this.path}.${name}`);
  }

  /**
   * The parameter `name` of this place, added to the graph at its first use.
   * @throws {ShapeError} If the graph has it with another shape.
   */
  parameter(
    name: string,
    shape: Shape,
    initializer: Initializer,
    options?: { trainable?: boolean },
  ): Tensor {
    const full = `${this.path}.${name}`;
    const known = this.graph.parameters.get(full)?.tensor;
    if (!known) return this.graph.parameter(full, shape, initializer, options);
    requireShape(String(known.shape) === String(shape), full, `[${shape}]`, [known]);
    return known;
  }
}

/** Output channels and kernel `[kh, kw]` of a convolution, its stride, zero padding and groups. */
export interface ConvOptions extends Partial<ConvAttributes> {
  /** Of the result. */
  readonly channels: number;
  /** `[h, w]` */
  readonly kernel: readonly [number, number];
}

/**
 * Convolution and bias. `[n, c, h, w]` to `[n, channels, oh, ow]`.
 * Parameters `weight` `[channels, c / groups, kh, kw]` and `bias` `[channels]`, first ±1 / (fan in)^½.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { convLayer, Graph, Scope } from "@tessera/tessera";
 *
 * const graph = new Graph();
 * const x = graph.input("x", [1, 3, 8, 8]);
 * const options = { channels: 16, kernel: [4, 4], stride: [2, 2], pad: [1, 1, 1, 1] } as const;
 * assertEquals(convLayer(new Scope(graph, "down"), x, options).shape, [1, 16, 4, 4]);
 * assertEquals([...graph.parameters.keys()], ["down.weight", "down.bias"]);
 * ```
 */
export function convLayer(scope: Scope, x: Tensor, options: ConvOptions): Tensor {
  const { channels, kernel, ...attributes } = options;
  const shape = [channels, x.shape[1] / (options.groups ?? 1), ...kernel];
  const weight = scope.parameter("weight", shape, fanInUniform());
  const bias = scope.parameter("bias", [channels], fanInUniform(fanIn(shape)));
  return addBias(conv2d(x, weight, attributes), bias);
}

/**
 * Transposed convolution and bias, which enlarges by the stride. `[n, c, h, w]` to `[n, channels, oh, ow]`.
 * Parameters `weight` `[c, channels / groups, kh, kw]` and `bias` `[channels]`, first ±1 / (fan in)^½.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { convTransposeLayer, Graph, Scope } from "@tessera/tessera";
 *
 * const graph = new Graph();
 * const x = graph.input("x", [1, 3, 8, 8]);
 * const options = { channels: 16, kernel: [4, 4], stride: [2, 2], pad: [1, 1, 1, 1] } as const;
 * assertEquals(convTransposeLayer(new Scope(graph, "up"), x, options).shape, [1, 16, 16, 16]);
 * ```
 */
export function convTransposeLayer(scope: Scope, x: Tensor, options: ConvOptions): Tensor {
  const { channels, kernel, ...attributes } = options;
  const shape = [x.shape[1], channels / (options.groups ?? 1), ...kernel];
  const weight = scope.parameter("weight", shape, fanInUniform());
  const bias = scope.parameter("bias", [channels], fanInUniform(fanIn(shape)));
  return addBias(convTranspose2d(x, weight, attributes), bias);
}

/**
 * x + conv1x1(relu(conv3x3(relu(x)))) with `channels` in between. `[n, c, h, w]` to the same.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Graph, residualBlock, Scope } from "@tessera/tessera";
 *
 * const graph = new Graph();
 * const x = graph.input("x", [1, 3, 8, 8]);
 * assertEquals(residualBlock(new Scope(graph, "block"), x, { channels: 4 }).shape, x.shape);
 * ```
 */
export function residualBlock(scope: Scope, x: Tensor, { channels }: { channels: number }): Tensor {
  const inner = convLayer(scope.child("conv_3x3"), relu(x), {
    channels,
    kernel: [3, 3],
    pad: [1, 1, 1, 1],
  });
  const outer = convLayer(scope.child("conv_1x1"), relu(inner), {
    channels: x.shape[1],
    kernel: [1, 1],
  });
  return add(x, outer);
}

/**
 * x + bias on every position.
 *
 * @param x `[n, c, h, w]`.
 * @param bias `[c]`.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { addBias, evaluate, Graph } from "@tessera/tessera";
 *
 * const graph = new Graph();
 * const x = graph.constant(Float32Array.of(1, 2), [1, 2, 1, 1]);
 * const bias = graph.constant(Float32Array.of(10, 20), [2]);
 * const [y] = evaluate(graph, [addBias(x, bias)], new Map());
 * assertEquals([...y], [11, 22]);
 * ```
 */
export function addBias(x: Tensor, bias: Tensor): Tensor {
  return add(x, reshape(bias, [1, bias.size, 1, 1]));
}
