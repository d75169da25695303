import type { Buffer } from "../compiled/task.ts";
import type { Linear } from "./linear.ts";
import { inOrder, moveNodes, type Node } from "./node.ts";
import { type Box, Refinement } from "./space.ts";

/** Values over a part of a tensor, all linear in the counters of its loops. */
export interface Piece {
  /** Rounds of the loops, outermost first; none of one round unless it is the only one. */
  readonly extents: readonly number[];
  readonly values: readonly Node[];
  /** Other numbers that the counters make: where values are stored, and the like. */
  readonly places: readonly Linear[];
}

/** What is traced over one box. */
export type Traced = Omit<Piece, "extents">;

/**
 * Traces a box in parts where it must be, each with as few loops as its values allow.
 * @throws {MustStore} If a tensor must be stored first.
 */
export function piecesOf(box: Box, trace: (box: Box) => Traced): Piece[] {
  try {
    const extents = box.loops.map(({ extent }) => extent);
    return [mergeLoops(withoutSingles({ extents, ...trace(box) }))];
  } catch (reason) {
    if (!(reason instanceof Refinement)) throw reason;
    return reason.refine(box).flatMap((part) => piecesOf(part, trace));
  }
}

/** The piece with its counters changed. */
export function movePiece(
  { values, places }: Piece,
  extents: readonly number[],
  move: (at: Linear) => Linear,
): Piece {
  return { extents, values: moveNodes(values, move), places: places.map(move) };
}

/** Without loops of one round, except for the last of all. */
function withoutSingles(piece: Piece): Piece {
  const only = piece.extents.every((extent) => extent === 1);
  const kept = (_: number, k: number) =>
    piece.extents[k] > 1 || (only && k === piece.extents.length - 1);
  return movePiece(piece, piece.extents.filter(kept), ({ constant, factors }) => ({
    constant,
    factors: factors.filter(kept),
  }));
}

/** One loop for two wherever all places allow it. */
function mergeLoops(piece: Piece): Piece {
  const { extents } = piece;
  const numbers = linearsOf(piece);
  const k = extents.findIndex((_, k) =>
    k > 0 && numbers.every(({ factors }) => factors[k - 1] === factors[k] * extents[k])
  );
  if (k < 0) return piece;
  const merged = extents.toSpliced(k - 1, 2, extents[k - 1] * extents[k]);
  return mergeLoops(movePiece(piece, merged, ({ constant, factors }) => ({
    constant,
    factors: factors.toSpliced(k - 1, 1),
  })));
}

/** All that the counters of a piece make. */
export function linearsOf({ values, places }: Piece): Linear[] {
  const used = inOrder(values).flatMap((node) => "at" in node ? [node.at] : []);
  return [...used, ...places];
}

/** The memory that pieces read. */
export function readsOf(pieces: readonly Piece[]): Buffer[] {
  const nodes = inOrder(pieces.flatMap(({ values }) => values));
  return [...new Set(nodes.flatMap((node) => "buffer" in node ? [node.buffer] : []))];
}

/** Elements of one piece. */
export function sizeOfPiece({ extents }: Pick<Piece, "extents">): number {
  return extents.reduce((product, extent) => product * extent, 1);
}

/** The piece with its last loop in two, of which the inner one has at most `most` rounds: see {@link chopLoop}. */
export function chopLastLoop(piece: Piece, most: number): Piece[] {
  const k = piece.extents.length - 1;
  const extent = piece.extents[k];
  return extent <= most ? [piece] : chopLoop(piece, k, innerRounds(extent, most));
}

/** The piece with loop k in two, and another piece for what does not fill the `inner` rounds of the inner one. */
export function chopLoop(piece: Piece, k: number, inner: number): Piece[] {
  const extent = piece.extents[k];
  const whole = Math.floor(extent / inner);
  const pieces = [
    movePiece(piece, piece.extents.toSpliced(k, 1, whole, inner), ({ constant, factors }) => ({
      constant,
      factors: factors.toSpliced(k, 1, factors[k] * inner, factors[k]),
    })),
  ];
  const rest = extent - whole * inner;
  if (rest > 0) {
    pieces.push(
      movePiece(piece, piece.extents.with(k, rest), ({ constant, factors }) => ({
        constant: constant + factors[k] * whole * inner,
        factors,
      })),
    );
  }
  return pieces;
}

/** A divisor if there is a large one, else a multiple of 16. */
function innerRounds(extent: number, most: number): number {
  for (let inner = most - most % 4; inner >= most / 4; inner -= 4) {
    if (extent % inner === 0) return inner;
  }
  return most - most % 16;
}
