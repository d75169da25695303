import { isOp, type Tensor } from "../../../core/graph/mod.ts";
import { isPointwise } from "./trace.ts";

/** Most tensors that one pass computes. */
const MOST_MEMBERS = 4;
/** Ops that move elements. Others compute each element from those at the same index, but for broadcasting. */
const MOVING = new Set([
  "broadcast_to",
  "concat",
  "embedding",
  "one_hot",
  "pad",
  "slice",
  "transpose",
]);

/** What a stored tensor is computed from: stored tensors, and whether each is read at the same index alone. */
type Reads = Map<Tensor, boolean>;

interface Group {
  readonly members: Tensor[];
  readonly reads: Set<Tensor>;
}

/** How tensors are computed. */
export interface Passes {
  isStored(tensor: Tensor): boolean;
  /** Whether a stored tensor is computed by a pass over its elements. */
  isPass(tensor: Tensor): boolean;
}

/**
 * Finds stored tensors that one pass computes with less memory traffic than a pass each: of as many elements, made
 * of each other or of the same tensors. All can be computed where the last one is: no other tensor reads one before.
 * @param order Tensors in topological order.
 * @returns By the last member, all members in order.
 */
export function findGroups(
  order: readonly Tensor[],
  { isStored, isPass }: Passes,
): Map<Tensor, readonly Tensor[]> {
  const found: Group[] = [];
  const open = new Set<Group>();
  for (const tensor of order) {
    if (!isStored(tensor) || tensor.inputs.length === 0) continue;
    const reads = readsOf(tensor, isStored);
    const canJoin = isPass(tensor) && isPointwise(tensor) &&
      !(isOp(tensor, "reshape") && isStored(tensor.inputs[0])); // A reshape of memory is no work.
    const group = canJoin ? [...open].find((it) => isWorthIt(it, tensor, reads)) : undefined;
    for (const it of open) {
      if (it !== group && it.members.some((member) => reads.has(member))) open.delete(it);
    }
    if (group) {
      group.members.push(tensor);
      for (const read of reads.keys()) group.reads.add(read);
      if (group.members.length === MOST_MEMBERS) open.delete(group);
    } else if (canJoin) {
      const started = { members: [tensor], reads: new Set(reads.keys()) };
      found.push(started);
      open.add(started);
    }
  }
  const groups = found.filter(({ members }) => members.length > 1);
  return new Map(groups.map(({ members }) => [members.at(-1)!, members]));
}

function isWorthIt({ members, reads: common }: Group, { size }: Tensor, reads: Reads): boolean {
  if (members[0].size !== size) return false;
  // An element that is at hand must be the one that is needed.
  if (members.some((member) => reads.get(member) === false)) return false;
  return [...reads.keys()].some((it) =>
    it.size >= size && (common.has(it) || members.includes(it))
  );
}

function readsOf(tensor: Tensor, isStored: (tensor: Tensor) => boolean): Reads {
  const reads: Reads = new Map();
  const seen = new Set<string>();
  const visit = (reader: Tensor, same: boolean) => {
    const key = `${reader.id} ${same}`;
    if (seen.has(key)) return;
    seen.add(key);
    for (const input of reader.inputs) {
      const inPlace = same && !MOVING.has(reader.op.name) && input.size === reader.size;
      if (isStored(input)) reads.set(input, inPlace && (reads.get(input) ?? true));
      else visit(input, inPlace);
    }
  };
  visit(tensor, true);
  return reads;
}
