import type { PlanNode } from "../position/node.ts";
import { argmin, channelSum } from "./channels.ts";
import type { Compute, NodeValues } from "./compute.ts";
import { convolution } from "./convolution.ts";
import { elementwise } from "./elementwise.ts";
import { lookup } from "./lookup.ts";

/** How a node is computed in plain TypeScript: the operations of the ops' references, in their order. */
export function computeOf(node: PlanNode, values: NodeValues): Compute {
  switch (node.kind) {
    case "input":
      return () => {};
    case "lookup":
      return lookup(node, values);
    case "convolution":
      return convolution(node, values);
    case "elementwise":
      return elementwise(node, values);
    case "argmin":
      return argmin(node, values);
    case "channel_sum":
      return channelSum(node, values);
  }
}
