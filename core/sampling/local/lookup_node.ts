import type { Values } from "../../graph/mod.ts";
import { type LocalNode, nodePositions, type View } from "./view.ts";

/** An embedding, position by position: y[p] = table[codes[p]]. */
export class LookupNode implements LocalNode {
  readonly height: number;
  readonly width: number;
  readonly values: Float32Array;
  readonly #positions: Uint32Array;

  /** @param table `[k, channels]`. */
  constructor(
    private readonly table: Values,
    private readonly codes: View,
    readonly channels: number,
  ) {
    this.height = codes.height;
    this.width = codes.width;
    this.values = new Float32Array(this.height * this.width * channels);
    this.#positions = nodePositions(codes);
  }

  reads(position: number, visit: (source: LocalNode, position: number) => void): void {
    visit(this.codes.node, this.#positions[position]);
  }

  compute(positions: Uint32Array): void {
    const { channels, values, table } = this;
    for (const position of positions) {
      const from = this.codes.node.values[this.#positions[position]] * channels;
      const to = position * channels;
      for (let c = 0; c < channels; c++) values[to + c] = table[from + c];
    }
  }
}
