import type { Values } from "../../core/graph/mod.ts";
import type { PlanNode } from "../position/node.ts";

/** Computes all channels of some positions of a node into its values `[positions, channels]`. */
export type Compute = (positions: Uint32Array, y: Values) => void;

/** Where the values of nodes are. */
export interface NodeValues {
  of(node: PlanNode): Values;
}
