import type { PlanNode, View } from "./node.ts";
import type { PositionPlan } from "./position_plan.ts";
import { type Reads, readsOf } from "./reads.ts";
import { nodePositions } from "./view.ts";

/** Positions of one node to compute, ascending. */
export interface Run {
  readonly node: PlanNode;
  readonly positions: Uint32Array;
}

/** A graph whose output at a position depends on a code at or after it: nothing can be drawn from it in order. */
export class NotCausalError extends TypeError {
  override readonly name = "NotCausalError";
}

/**
 * The position order: the runs to compute before the output at each position can be read. A step computes all that
 * the codes so far determine and some output needs, so nodes that read only rows above run a row at a time.
 * @throws {NotCausalError} If the output at a position depends on a code at or after it.
 */
export function positionOrder({ nodes, output }: PositionPlan): Run[][] {
  const reads = new Map(nodes.map((node) => [node, readsOf(node)]));
  const latest = latestCodes(nodes, reads);
  const outputs = nodePositions(output);
  outputs.forEach((at, step) => {
    const code = latest.get(output.node)![at];
    if (code < step) return;
    throw new NotCausalError(
      "Cannot sample: expected outputs to depend on earlier codes only, " +
        `got position ${step} that reads code ${code}`,
    );
  });
  const needed = neededPositions(nodes, output, reads);
  const steps = Array.from(outputs, (): Run[] => []);
  for (const node of nodes.slice(1)) {
    const due = steps.map((): number[] => []);
    needed.get(node)!.forEach((is, at) => is && due[latest.get(node)![at] + 1].push(at));
    due.forEach((positions, step) => {
      if (positions.length > 0) steps[step].push({ node, positions: Uint32Array.from(positions) });
    });
  }
  return steps;
}

/** The runs to compute for the output at all positions, in order. */
export function wholeGrid({ nodes, output }: PositionPlan): Run[] {
  const reads = new Map(nodes.map((node) => [node, readsOf(node)]));
  const needed = neededPositions(nodes, output, reads);
  return nodes.slice(1).map((node) => ({ node, positions: indicesOf(needed.get(node)!) }))
    .filter(({ positions }) => positions.length > 0);
}

function indicesOf(flags: Uint8Array): Uint32Array {
  const indices: number[] = [];
  flags.forEach((is, index) => is && indices.push(index));
  return Uint32Array.from(indices);
}

/** The last code that each position of each node depends on, -1 if none. */
function latestCodes(
  [codes, ...nodes]: readonly PlanNode[],
  reads: ReadonlyMap<PlanNode, Reads>,
): Map<PlanNode, Int32Array> {
  const size = codes.height * codes.width;
  const latest = new Map([[codes, Int32Array.from({ length: size }, (_, i) => i)]]);
  for (const node of nodes) {
    const own = new Int32Array(node.height * node.width).fill(-1);
    const readsNode = reads.get(node)!;
    for (let position = 0; position < own.length; position++) {
      readsNode(position, (source, at) => {
        own[position] = Math.max(own[position], latest.get(source)![at]);
      });
    }
    latest.set(node, own);
  }
  return latest;
}

/** Marks the positions of each node that the output is computed from, its own included. */
function neededPositions(
  nodes: readonly PlanNode[],
  output: View,
  reads: ReadonlyMap<PlanNode, Reads>,
): Map<PlanNode, Uint8Array> {
  const needed = new Map(nodes.map((node) => [node, new Uint8Array(node.height * node.width)]));
  for (const at of nodePositions(output)) needed.get(output.node)![at] = 1;
  for (const node of nodes.toReversed()) {
    const readsNode = reads.get(node)!;
    needed.get(node)!.forEach((is, position) => {
      if (is) readsNode(position, (source, at) => needed.get(source)![at] = 1);
    });
  }
  return needed;
}
