import type { Tensor, Values } from "../../graph/mod.ts";
import { convTaps, type TapTable } from "../../graph/ops/conv_sum.ts";
import { type LocalNode, nodeOffsets, nodePositions, type View } from "./view.ts";

/** Number of output channels summed side by side. */
const LANES = 8;

/**
 * conv2d, position by position. Channels-last input makes the inner loop contiguous; the order of the sum
 * is conv2d's, so the result is the same bit for bit.
 */
export class ConvolutionNode implements LocalNode {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly values: Float32Array;
  readonly #table: TapTable;
  readonly #positions: Uint32Array;
  /** Index in the source's values of each entry of the tap table. */
  readonly #offsets: Uint32Array;
  /** `[channels / LANES][tap][source channel][LANES]`, 0 past the last channel. */
  readonly #weight: Float64Array;
  readonly #taps: number;
  readonly #sums = new Float64Array(LANES);

  /** @param tensor The conv2d. @param weight Values of its second input. */
  constructor(tensor: Tensor, private readonly source: View, weight: Values) {
    [, this.channels, this.height, this.width] = tensor.shape;
    this.values = new Float32Array(tensor.size);
    const kernel = tensor.inputs[1].shape.slice(2);
    this.#taps = kernel[0] * kernel[1];
    const image = [source.height, source.width];
    const sides = { image, kernel, result: [this.height, this.width] };
    this.#table = convTaps(sides, tensor.attributes);
    const positions = nodePositions(source), offsets = nodeOffsets(source);
    this.#positions = this.#table.places.map((place) => positions[place]);
    this.#offsets = this.#table.places.map((place) => offsets[place]);
    this.#weight = pack(weight, this.channels, source.channels, this.#taps);
  }

  reads(position: number, visit: (source: LocalNode, position: number) => void): void {
    const { starts } = this.#table;
    for (let entry = starts[position]; entry < starts[position + 1]; entry++) {
      visit(this.source.node, this.#positions[entry]);
    }
  }

  /** Channels outside, positions inside: a block of weights stays near while all positions use it. */
  compute(positions: Uint32Array): void {
    const { channels, values } = this;
    const x = this.source.node.values as Float32Array;
    const inputs = this.source.channels;
    const { starts, taps } = this.#table;
    const offsets = this.#offsets, weight = this.#weight, sums = this.#sums;
    const block = this.#taps * inputs * LANES;
    for (let channel = 0, base = 0; channel < channels; channel += LANES, base += block) {
      const lanes = Math.min(LANES, channels - channel);
      for (let p = 0; p < positions.length; p++) {
        const position = positions[p];
        const last = starts[position + 1];
        let s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0;
        for (let entry = starts[position]; entry < last; entry++) {
          const from = offsets[entry];
          let at = base + taps[entry] * inputs * LANES;
          for (let i = 0; i < inputs; i++) {
            const value = x[from + i];
            s0 += value * weight[at];
            s1 += value * weight[at + 1];
            s2 += value * weight[at + 2];
            s3 += value * weight[at + 3];
            s4 += value * weight[at + 4];
            s5 += value * weight[at + 5];
            s6 += value * weight[at + 6];
            s7 += value * weight[at + 7];
            at += LANES;
          }
        }
        sums[0] = s0, sums[1] = s1, sums[2] = s2, sums[3] = s3;
        sums[4] = s4, sums[5] = s5, sums[6] = s6, sums[7] = s7;
        const to = position * channels + channel;
        for (let lane = 0; lane < lanes; lane++) values[to + lane] = sums[lane];
      }
    }
  }
}

/** Repacks `[channels][inputs][taps]`. */
function pack(weight: Values, channels: number, inputs: number, taps: number): Float64Array {
  const packed = new Float64Array(Math.ceil(channels / LANES) * LANES * inputs * taps);
  for (let channel = 0; channel < channels; channel++) {
    const base = (channel - channel % LANES) * inputs * taps + channel % LANES;
    for (let i = 0; i < inputs; i++) {
      for (let tap = 0; tap < taps; tap++) {
        packed[base + (tap * inputs + i) * LANES] = weight[(channel * inputs + i) * taps + tap];
      }
    }
  }
  return packed;
}
