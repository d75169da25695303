import { Buffer } from "../compiled/task.ts";
import { BLOCK, type BlockOp } from "./blocks.ts";
import { LANES } from "./lanes.ts";
import type { Linear } from "./linear.ts";
import { type Applied, depthsOf, inOrder, inputsOf, mapNodes, type Node } from "./node.ts";
import { chopLoop, type Piece } from "./pieces.ts";

/** Fewest elements that are worth a call. */
const SMALLEST = 64;

/** A piece whose innermost loops walk at most {@link BLOCK} elements. */
export interface BlockedPiece extends Piece {
  /** How many loops that is; 0 if nothing in the piece is computed by blocks. */
  readonly blockLoops: number;
}

/** A value that is computed by blocks. */
export interface BlockCall {
  readonly op: BlockOp;
  /** Its value of each element. */
  readonly input: Node;
  /** Those that are the same for all elements of a block. */
  readonly numbers: readonly Node[];
  /** Where the block is. */
  readonly block: Buffer;
}

/** Cuts the innermost loops of a piece to blocks, where some value is computed by them. */
export function intoBlocks(piece: Piece): BlockedPiece[] {
  const hasCostly = inOrder(piece.values).some((node) => node.kind === "apply" && node.block);
  const blocked = hasCostly ? cutToBlocks(piece) : [];
  return blocked.some((it) => inBlocks(it).length > 0) ? blocked : [{ ...piece, blockLoops: 0 }];
}

function cutToBlocks(piece: Piece): BlockedPiece[] {
  const { extents } = piece;
  let k = extents.length;
  let size = 1;
  while (k > 0 && size * extents[k - 1] <= BLOCK) size *= extents[--k];
  const most = Math.floor(BLOCK / size);
  if (k > 0 && most > 1) {
    const rounds = roundsOf(extents[k - 1], most, size === 1 ? LANES : 1);
    return chopLoop(piece, k - 1, rounds).flatMap((part) => cutToBlocks(part));
  }
  return [{ ...piece, blockLoops: size < SMALLEST ? 0 : extents.length - k }];
}

/** A divisor of at least three quarters of what is allowed, or all that is allowed. */
function roundsOf(extent: number, most: number, step: number): number {
  for (let rounds = most; rounds >= 0.75 * most; rounds--) {
    if (extent % rounds === 0 && rounds % step === 0) return rounds;
  }
  return most - most % step;
}

/** A piece in which values are computed by blocks. */
export interface Staged {
  /** What to compute before the values, in stages: calls of one need none of each other. */
  readonly stages: readonly (readonly BlockCall[])[];
  /** The values, which read the blocks. */
  readonly values: readonly Node[];
  /** Index of an element in its block. */
  readonly index: Linear;
}

/** Lays out the blocks of a piece. @param address Where the first begins, a multiple of 16. */
export function stagesOf(piece: BlockedPiece, address: number): Staged {
  const index = indexInBlock(piece);
  const byBlocks = new Set<Node>(inBlocks(piece));
  const stages: BlockCall[][] = [];
  const levels = new Map<Node, number>();
  let blocks = 0;
  const values = mapNodes(piece.values, (node, original) => {
    const level = Math.max(0, ...inputsOf(original).map((input) => levels.get(input)!));
    if (node.kind !== "apply" || !node.block || !byBlocks.has(original)) {
      levels.set(original, level);
      return node;
    }
    levels.set(original, level + 1);
    const block = new Buffer("block", BLOCK, address + blocks++ * BLOCK * 4);
    const [input, ...numbers] = node.inputs;
    stages[level] ??= [];
    stages[level].push({ op: node.block, input, numbers, block });
    return { kind: "load", buffer: block, at: index };
  });
  return { stages, values, index };
}

/** Bytes of a piece's blocks. */
export function blockBytesOf(piece: BlockedPiece): number {
  return inBlocks(piece).length * BLOCK * 4;
}

/** The values of a piece that can be computed by blocks. */
function inBlocks({ values, extents, blockLoops }: BlockedPiece): Applied[] {
  const depths = depthsOf(values);
  const [last, first] = [extents.length - 1, extents.length - blockLoops];
  if (blockLoops === 0) return [];
  return inOrder(values).flatMap((node) => {
    if (node.kind !== "apply" || !node.block) return [];
    const [input, ...numbers] = node.inputs;
    const fits = depths.get(input) === last && numbers.every((it) => depths.get(it)! < first);
    return fits ? [node] : [];
  });
}

function indexInBlock({ extents, blockLoops }: BlockedPiece): Linear {
  const factors = new Array<number>(extents.length).fill(0);
  let size = 1;
  for (let k = extents.length - 1; k >= extents.length - blockLoops; k--) {
    factors[k] = size;
    size *= extents[k];
  }
  return { constant: 0, factors };
}
