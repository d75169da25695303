import type { ArgminNode, ChannelSumNode } from "../position/node.ts";
import { nodeOffsets } from "../position/view.ts";
import type { Compute, NodeValues } from "./compute.ts";

/** The lowest channel with the smallest value. */
export function argmin({ source }: ArgminNode, values: NodeValues): Compute {
  const offsets = nodeOffsets(source);
  const x = values.of(source.node);
  return (positions, y) => {
    for (const position of positions) {
      const from = offsets[position];
      let best = 0;
      for (let c = 1; c < source.channels; c++) {
        if (x[from + c] < x[from + best]) best = c;
      }
      y[position] = best;
    }
  };
}

/** The sum over channels, in f64. */
export function channelSum({ source }: ChannelSumNode, values: NodeValues): Compute {
  const offsets = nodeOffsets(source);
  const x = values.of(source.node);
  return (positions, y) => {
    for (const position of positions) {
      let sum = 0;
      for (let c = 0; c < source.channels; c++) sum += x[offsets[position] + c];
      y[position] = sum;
    }
  };
}
