import type { LookupNode } from "../position/node.ts";
import { nodePositions } from "../position/view.ts";
import type { Compute, NodeValues } from "./compute.ts";

/** An embedding, position by position: y[p] = table[codes[p]]. */
export function lookup({ table, codes, channels }: LookupNode, values: NodeValues): Compute {
  const at = nodePositions(codes);
  const source = values.of(codes.node);
  return (positions, y) => {
    for (const position of positions) {
      const from = source[at[position]] * channels;
      const to = position * channels;
      for (let c = 0; c < channels; c++) y[to + c] = table[from + c];
    }
  };
}
