import type { PlanNode, Shared } from "../position/node.ts";
import { BLOCK } from "../position/pack_weight.ts";
import type { PositionPlan } from "../position/position_plan.ts";
import type { Run } from "../position/position_order.ts";
import { readsOf } from "../position/reads.ts";

const BYTES = 4;
const ALIGNMENT = 16;

/** Bytes of one position of a node: codes are packed, rows of channels are padded to whole blocks. */
export function pitchOf(node: PlanNode): number {
  const codes = node.kind === "argmin" || (node.kind === "input" && node.dtype === "u32");
  return codes ? BYTES : Math.ceil(node.channels / BLOCK) * BLOCK * BYTES;
}

/**
 * The memory plan of one image, in bytes from the start of its region: nodes, values shared by a whole
 * grid, and zeros that convolutions read outside the image. A node that no later step reads keeps the
 * positions of one step only.
 */
export class Layout {
  /** Of a region. */
  readonly bytes: number;
  /** Zeros, as many as the longest row of channels. */
  readonly zeros: number;
  /** Values shared by a whole grid, in the order of the plan. */
  readonly shared: number;
  readonly sharedLength: number;
  readonly #offsets = new Map<PlanNode, number>();
  /** Slot of each position, for nodes that keep one step. */
  readonly #slots = new Map<PlanNode, Uint32Array>();
  readonly #shared = new Map<Shared, number>();

  /** @param steps What is computed in which step, in order. */
  constructor({ nodes, input, output, perGrid }: PositionPlan, steps: readonly (readonly Run[])[]) {
    let end = 0;
    const take = (bytes: number) => (end += bytes) - bytes;
    this.zeros = take(Math.max(...nodes.map(pitchOf)));
    this.shared = end;
    for (const shared of perGrid) {
      this.#shared.set(shared, take(Math.ceil(shared.values.length / BLOCK) * BLOCK * BYTES));
    }
    this.sharedLength = (end - this.shared) / BYTES;
    const kept = keptNodes(nodes, steps).add(input).add(output.node);
    for (const node of nodes) {
      const slots = kept.has(node) ? undefined : slotsOf(node, steps);
      if (slots) this.#slots.set(node, slots.of);
      const bytes = (slots?.count ?? node.height * node.width) * pitchOf(node);
      this.#offsets.set(node, take(Math.ceil(bytes / ALIGNMENT) * ALIGNMENT));
    }
    this.bytes = Math.ceil(end / 64) * 64;
  }

  /** Where a channel of a position is. */
  at(node: PlanNode, position: number, channel: number): number {
    const slot = this.#slots.get(node)?.[position] ?? position;
    return this.#offsets.get(node)! + slot * pitchOf(node) + channel * BYTES;
  }

  /** Where values shared by a whole grid are. */
  atShared(shared: Shared): number {
    return this.#shared.get(shared)!;
  }
}

/** The nodes that a later step reads than the one that computes them. */
function keptNodes(nodes: readonly PlanNode[], steps: readonly (readonly Run[])[]): Set<PlanNode> {
  const stepOf = new Map(nodes.map((node) => [node, new Int32Array(node.height * node.width)]));
  const readsOfNodes = new Map(nodes.map((node) => [node, readsOf(node)]));
  steps.forEach((runs, step) => {
    for (const { node, positions } of runs) {
      for (const position of positions) stepOf.get(node)![position] = step;
    }
  });
  const kept = new Set<PlanNode>();
  for (const { node, positions } of steps.flat()) {
    const reads = readsOfNodes.get(node)!;
    for (const position of positions) {
      reads(position, (source, at) => {
        if (stepOf.get(source)![at] !== stepOf.get(node)![position]) kept.add(source);
      });
    }
  }
  return kept;
}

function slotsOf(
  node: PlanNode,
  steps: readonly (readonly Run[])[],
): { of: Uint32Array; count: number } {
  const of = new Uint32Array(node.height * node.width);
  let count = 0;
  for (const runs of steps) {
    for (const { positions } of runs.filter((run) => run.node === node)) {
      positions.forEach((position, slot) => of[position] = slot);
      count = Math.max(count, positions.length);
    }
  }
  return { of, count };
}
