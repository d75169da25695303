import type { ConvolutionNode } from "../position/node.ts";
import { BLOCK, packWeight } from "../position/pack_weight.ts";
import { nodeOffsets } from "../position/view.ts";
import type { Compute, NodeValues } from "./compute.ts";

/**
 * A convolution, position by position. Channels-last input makes the inner loop contiguous; the order of
 * the sum is conv2d's, so the result is the same bit for bit. Channels outside, positions inside: a
 * block of weights stays in cache while all positions use it.
 */
export function convolution(node: ConvolutionNode, values: NodeValues): Compute {
  const { source, channels, tapCount, table: { starts, taps, places } } = node;
  const inputs = source.channels;
  const x = values.of(source.node);
  const sourceOffsets = nodeOffsets(source);
  const offsets = places.map((place) => sourceOffsets[place]);
  const weight = Float64Array.from(packWeight(node));
  const sums = new Float64Array(BLOCK);
  const block = tapCount * inputs * BLOCK;
  return (positions, y) => {
    for (let channel = 0, base = 0; channel < channels; channel += BLOCK, base += block) {
      const lanes = Math.min(BLOCK, channels - channel);
      for (let p = 0; p < positions.length; p++) {
        const position = positions[p];
        const last = starts[position + 1];
        let s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0;
        for (let entry = starts[position]; entry < last; entry++) {
          const from = offsets[entry];
          let at = base + taps[entry] * inputs * BLOCK;
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
            at += BLOCK;
          }
        }
        sums[0] = s0, sums[1] = s1, sums[2] = s2, sums[3] = s3;
        sums[4] = s4, sums[5] = s5, sums[6] = s6, sums[7] = s7;
        const to = position * channels + channel;
        for (let lane = 0; lane < lanes; lane++) y[to + lane] = sums[lane];
      }
    }
  };
}
