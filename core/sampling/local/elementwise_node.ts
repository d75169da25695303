import { exp, log, sigmoid, tanh } from "../../graph/elementary.ts";
import { type LocalNode, nodeOffsets, nodePositions, type View } from "./view.ts";

/** The elementwise ops by name, as their references compute them; b is 0 for ops of one tensor. */
export const ELEMENTWISE: Readonly<Record<string, (a: number, b: number) => number>> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  relu: (a) => a < 0 ? 0 : a,
  tanh: (a) => tanh(a),
  sigmoid: (a) => sigmoid(a),
  exp: (a) => exp(a),
  log: (a) => log(a),
  sqrt: (a) => Math.sqrt(a),
};

/** One side of an elementwise op: a value per position, or `channels` values that hold everywhere. */
export type Operand = View | Float32Array;

/** y[p, c] = f(a[p, c], b[p, c]); an operand without positions is [c]. */
export class ElementwiseNode implements LocalNode {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly values: Float32Array;
  readonly #sources: readonly [Source, Source?];

  /** @param shape A view of the result's grid and channels. */
  constructor(
    private readonly f: (a: number, b: number) => number,
    operands: readonly Operand[],
    shape: Pick<View, "height" | "width" | "channels">,
  ) {
    ({ height: this.height, width: this.width, channels: this.channels } = shape);
    this.values = new Float32Array(this.height * this.width * this.channels);
    const size = this.height * this.width;
    const [a, b] = operands;
    this.#sources = [sourceOf(a, size), b && sourceOf(b, size)];
  }

  reads(position: number, visit: (source: LocalNode, position: number) => void): void {
    for (const source of this.#sources) {
      if (source?.node) visit(source.node, source.positions[position]);
    }
  }

  compute(positions: Uint32Array): void {
    const [a, b] = this.#sources;
    for (let i = 0; i < positions.length; i++) {
      if (b) this.#zip(positions[i], a, b);
      else this.#map(positions[i], a);
    }
  }

  #map(position: number, a: Source): void {
    const { channels, values, f } = this;
    const to = position * channels;
    const fromA = a.offsets[position];
    for (let c = 0; c < channels; c++) values[to + c] = f(a.values[fromA + c], 0);
  }

  #zip(position: number, a: Source, b: Source): void {
    const { channels, values, f } = this;
    const to = position * channels;
    const fromA = a.offsets[position], fromB = b.offsets[position];
    const isSum = f === ELEMENTWISE.add; // spares most calls of f
    for (let c = 0; c < channels; c++) {
      const x = a.values[fromA + c], y = b.values[fromB + c];
      values[to + c] = isSum ? x + y : f(x, y);
    }
  }
}

interface Source {
  readonly node?: LocalNode;
  readonly values: Float32Array;
  readonly positions: Uint32Array;
  readonly offsets: Uint32Array;
}

function sourceOf(operand: Operand, size: number): Source {
  if (!("node" in operand)) {
    return { values: operand, positions: new Uint32Array(), offsets: new Uint32Array(size) };
  }
  const { node } = operand;
  return {
    node,
    values: node.values as Float32Array,
    positions: nodePositions(operand),
    offsets: nodeOffsets(operand),
  };
}
