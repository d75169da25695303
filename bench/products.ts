import {
  conv2d,
  conv2dWeightGradient,
  convTranspose2d,
  Graph,
  matmul,
  type Tensor,
} from "../core/graph/mod.ts";
import { Random } from "../core/random/random.ts";

/** A product as a graph of its own, its operands parameters: what the processor is timed with. */
export interface Product {
  readonly name: string;
  /** Floating-point operations, a multiplication and an addition counted as two; taps that fall on padding count. */
  readonly flop: number;
  readonly graph: Graph;
  readonly output: Tensor;
}

const SIDE = 768;
const BATCH = 64, CHANNELS = 64, IMAGE = 14, KERNEL = 3;
const IMAGES = [BATCH, CHANNELS, IMAGE, IMAGE], WEIGHT = [CHANNELS, CHANNELS, KERNEL, KERNEL];
const PAD = [1, 1, 1, 1] as const;

/** A square matrix product, and the convolution that the models are made of with both of its gradients. */
export function products(): Product[] {
  const conv = `conv ${KERNEL}x${KERNEL} ${CHANNELS}->${CHANNELS} to ${IMAGE}x${IMAGE}`;
  const convFlop = 2 * BATCH * CHANNELS * IMAGE ** 2 * CHANNELS * KERNEL ** 2;
  return [
    product(`gemm ${SIDE} forward`, 2 * SIDE ** 3, [[SIDE, SIDE], [SIDE, SIDE]], matmul),
    product(`${conv} forward`, convFlop, [IMAGES, WEIGHT], (x, weight) => {
      return conv2d(x, weight, { pad: PAD });
    }),
    product(`${conv} input gradient`, convFlop, [IMAGES, WEIGHT], (dY, weight) => {
      return convTranspose2d(dY, weight, { pad: PAD, outputSize: [IMAGE, IMAGE] });
    }),
    product(`${conv} weight gradient`, convFlop, [IMAGES, IMAGES], (x, dY) => {
      return conv2dWeightGradient(x, dY, { pad: PAD, kernel: [KERNEL, KERNEL] });
    }),
  ];
}

function product(
  name: string,
  flop: number,
  shapes: readonly [readonly number[], readonly number[]],
  build: (a: Tensor, b: Tensor) => Tensor,
): Product {
  const graph = new Graph();
  const random = new Random(4);
  const [a, b] = shapes.map((shape, i) =>
    graph.parameter(`${i}`, shape, () => drawn(shape, random))
  );
  return { name, flop, graph, output: build(a, b) };
}

function drawn(shape: readonly number[], random: Random): Float32Array {
  const size = shape.reduce((all, side) => all * side);
  return Float32Array.from({ length: size }, () => random.normal());
}
