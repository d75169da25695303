import {
  type ConvolutionNode,
  type ElementwiseNode,
  isView,
  type Operand,
  type PlanNode,
  type View,
  viewsOf,
} from "./node.ts";
import type { PositionPlan } from "./position_plan.ts";
import { isWhole } from "./view.ts";

/**
 * The same plan with fewer nodes: bias and relu become part of the convolution before them, and
 * tanh(a) * sigmoid(b) becomes one gate. Sums then start from the bias, so results differ in the last bits.
 */
export function fuse(plan: PositionPlan): PositionPlan {
  const uses = countUses(plan);
  const replaced = new Map<PlanNode, PlanNode>();
  const single = (operand: Operand): PlanNode | undefined => {
    if (!isView(operand) || !isWhole(operand) || uses.get(operand.node) !== 1) return undefined;
    return replaced.get(operand.node);
  };
  for (const node of plan.nodes) {
    const moved = withViews(node, (view) => ({ ...view, node: replaced.get(view.node)! }));
    replaced.set(node, node.kind === "elementwise" ? fused(node, moved, single) : moved);
  }
  const output = { ...plan.output, node: replaced.get(plan.output.node)! };
  return { ...plan, nodes: reached(output, [...replaced.values()]), output };
}

/** The replacement of an elementwise node. @param single The replacement of a node that only this operand reads. */
function fused(
  { op, operands }: ElementwiseNode,
  moved: PlanNode,
  single: (operand: Operand) => PlanNode | undefined,
): PlanNode {
  const [a, b] = operands.map(single);
  if (op === "relu" && a?.kind === "convolution" && !a.rectified) return { ...a, rectified: true };
  if (op === "add") return withBias(a, operands[1]) ?? withBias(b, operands[0]) ?? moved;
  const gated = op === "mul" && a?.kind === "elementwise" && a.op === "tanh" &&
    b?.kind === "elementwise" && b.op === "sigmoid";
  if (gated) {
    return { ...moved as ElementwiseNode, op: "gate", operands: [a.operands[0], b.operands[0]] };
  }
  return moved;
}

function withBias(node: PlanNode | undefined, other: Operand): ConvolutionNode | undefined {
  if (node?.kind !== "convolution" || node.bias || node.rectified) return undefined;
  if (isView(other) || other.tensor) return undefined;
  return { ...node, bias: other.values };
}

function countUses({ nodes, output }: PositionPlan): Map<PlanNode, number> {
  const uses = new Map<PlanNode, number>([[output.node, 1]]);
  for (const node of nodes) {
    for (const { node: source } of viewsOf(node)) uses.set(source, (uses.get(source) ?? 0) + 1);
  }
  return uses;
}

function withViews(node: PlanNode, move: (view: View) => View): PlanNode {
  switch (node.kind) {
    case "input":
      return node;
    case "lookup":
      return { ...node, codes: move(node.codes) };
    case "elementwise": {
      const operands = node.operands.map((it) => isView(it) ? move(it) : it);
      return { ...node, operands };
    }
    case "convolution":
    case "argmin":
    case "channel_sum":
      return { ...node, source: move(node.source) };
  }
}

/** The nodes that the output needs, in order; the input is kept. */
function reached(output: View, nodes: readonly PlanNode[]): PlanNode[] {
  const needed = new Set<PlanNode>([nodes[0], output.node]);
  for (const node of nodes.toReversed()) {
    if (needed.has(node)) { for (const { node: source } of viewsOf(node)) needed.add(source); }
  }
  return nodes.filter((node) => needed.has(node));
}
