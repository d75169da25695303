import type { Tensor } from "../../../core/graph/mod.ts";
import { isPointwise } from "./trace.ts";

/** Ops that only say which element of an input is which. */
const VIEWS = new Set([
  "broadcast_to",
  "concat",
  "pad",
  "reshape",
  "slice",
  "stop_gradient",
  "transpose",
]);
/** About how many instructions four elements take; ops that are not listed take one or two. */
const INSTRUCTIONS: Readonly<Record<string, number>> = {
  div: 5,
  dropout: 110,
  embedding: 4,
  exp: 30,
  log: 35,
  sigmoid: 30,
  sqrt: 6,
  tanh: 32,
};

/**
 * About how many instructions an op itself takes for four elements, where the pass that reads it computes it:
 * 0 for a view, Infinity for what must be stored.
 */
export function costOf(tensor: Tensor): number {
  if (!isPointwise(tensor)) return Infinity;
  if (VIEWS.has(tensor.op.name)) return 0;
  return INSTRUCTIONS[tensor.op.name] ?? 1;
}
