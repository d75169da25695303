import { type PlanNode, viewsOf } from "./node.ts";
import { nodePositions } from "./view.ts";

/** Visits every source position that a position of a node is computed from. */
export type Reads = (position: number, visit: (source: PlanNode, position: number) => void) => void;

/** The reads of a node. */
export function readsOf(node: PlanNode): Reads {
  if (node.kind === "convolution") {
    const { source, table: { starts, places } } = node;
    const positions = nodePositions(source);
    return (position, visit) => {
      for (let entry = starts[position]; entry < starts[position + 1]; entry++) {
        visit(source.node, positions[places[entry]]);
      }
    };
  }
  const sources = viewsOf(node).map((view) => ({
    node: view.node,
    positions: nodePositions(view),
  }));
  return (position, visit) => {
    for (const { node, positions } of sources) visit(node, positions[position]);
  };
}
