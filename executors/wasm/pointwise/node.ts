import type { Buffer } from "../compiled/task.ts";
import type { BlockOp } from "./blocks.ts";
import type { Linear } from "./linear.ts";
import type { Form } from "./statements.ts";

/** A value of the four elements at hand: f32 or u32 lanes. */
export type Node =
  /** The same word in all lanes. */
  | { readonly kind: "constant"; readonly word: number }
  /** A word of memory. */
  | { readonly kind: "load"; readonly buffer: Buffer; readonly at: Linear }
  /** A u32 made of the counters. */
  | { readonly kind: "counter"; readonly at: Linear }
  /** A word of memory, `row` words further than `at`. */
  | { readonly kind: "lookup"; readonly buffer: Buffer; readonly row: Node; readonly at: Linear }
  | Applied;

/** An op of other values. */
export interface Applied {
  readonly kind: "apply";
  readonly inputs: readonly Node[];
  readonly form: Form;
  /** The same op by blocks, where it takes many instructions. */
  readonly block?: BlockOp;
}

/** What a node is made of. */
export function inputsOf(node: Node): readonly Node[] {
  if (node.kind === "apply") return node.inputs;
  return node.kind === "lookup" ? [node.row] : [];
}

/** Nodes and all that they are made of, each once, inputs first. */
export function inOrder(roots: readonly Node[]): Node[] {
  const order = new Set<Node>();
  const visit = (node: Node) => {
    if (order.has(node)) return;
    inputsOf(node).forEach(visit);
    order.add(node);
  };
  roots.forEach(visit);
  return [...order];
}

/**
 * Nodes made of others, inputs first.
 * @param replace Given a node with its new inputs, and the node itself.
 */
export function mapNodes(
  roots: readonly Node[],
  replace: (node: Node, original: Node) => Node,
): Node[] {
  const replaced = new Map<Node, Node>();
  const newInputs = (node: Node): Node => {
    if (node.kind === "lookup") return { ...node, row: replaced.get(node.row)! };
    if (node.kind !== "apply") return node;
    return { ...node, inputs: node.inputs.map((input) => replaced.get(input)!) };
  };
  for (const node of inOrder(roots)) replaced.set(node, replace(newInputs(node), node));
  return roots.map((root) => replaced.get(root)!);
}

/** The same nodes, at other places. */
export function moveNodes(roots: readonly Node[], move: (at: Linear) => Linear): Node[] {
  return mapNodes(roots, (node) => "at" in node ? { ...node, at: move(node.at) } : node);
}

/** The last of the loops that change a node, for all that some are made of; -1 if none does. */
export function depthsOf(roots: readonly Node[]): Map<Node, number> {
  const depths = new Map<Node, number>();
  for (const node of inOrder(roots)) {
    const own = "at" in node ? node.at.factors.findLastIndex((factor) => factor !== 0) : -1;
    depths.set(node, Math.max(own, ...inputsOf(node).map((input) => depths.get(input)!)));
  }
  return depths;
}
