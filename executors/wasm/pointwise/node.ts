import type { Code } from "../assembler/mod.ts";
import type { Buffer } from "../compiled/task.ts";
import type { Linear } from "./linear.ts";
import type { Statements } from "./statements.ts";

/** Computes four lanes from four lanes of each input; what it needs in between is added `to` the others. */
export type Form = (inputs: readonly Code[], to: Statements) => Code;

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
  | { readonly kind: "apply"; readonly inputs: readonly Node[]; readonly form: Form };

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

/** The same nodes, at other places. */
export function moveNodes(roots: readonly Node[], move: (at: Linear) => Linear): Node[] {
  const moved = new Map<Node, Node>();
  for (const node of inOrder(roots)) moved.set(node, moveNode(node, move, moved));
  return roots.map((root) => moved.get(root)!);
}

function moveNode(
  node: Node,
  move: (at: Linear) => Linear,
  moved: ReadonlyMap<Node, Node>,
): Node {
  switch (node.kind) {
    case "constant":
      return node;
    case "apply":
      return { ...node, inputs: node.inputs.map((input) => moved.get(input)!) };
    case "lookup":
      return { ...node, at: move(node.at), row: moved.get(node.row)! };
    default:
      return { ...node, at: move(node.at) };
  }
}
