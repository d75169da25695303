import type { BlockedPiece } from "./blocked_piece.ts";
import { sizeOfPiece } from "./pieces.ts";
import { type Rounds, roundsOf, UNIT } from "./units.ts";

/** Pieces whose outermost loops are walked together, in units. */
export interface Group extends Rounds {
  readonly pieces: readonly BlockedPiece[];
  /** How many loops that is. */
  readonly outer: number;
}

/** Pieces that are parts of the same rows go together, so that memory is walked once. */
export function groupsOf(pieces: readonly BlockedPiece[]): Group[] {
  const alike = new Map<string, BlockedPiece[]>();
  for (const [i, piece] of pieces.entries()) {
    const { extents, places: [index] } = piece;
    const key = innerLoops(piece) === extents.length
      ? `piece ${i}`
      : `${extents[0]} of ${index.factors[0]}`;
    alike.set(key, [...alike.get(key) ?? [], piece]);
  }
  return [...alike.values()].flatMap((together) => {
    if (together.length === 1) return [groupOf(together, outerLoops(together[0]))];
    const size = together.reduce((sum, it) => sum + sizeOfPiece(it), 0) / together[0].extents[0];
    return size <= 4 * UNIT
      ? [groupOf(together, 1)]
      : together.map((piece) => groupOf([piece], outerLoops(piece)));
  });
}

/** The fewest outermost loops of which a round is no more than a unit. */
function outerLoops(piece: BlockedPiece): number {
  const { extents } = piece;
  let outer = 0;
  let size = sizeOfPiece(piece);
  while (size > UNIT && outer < extents.length - innerLoops(piece)) size /= extents[outer++];
  return outer;
}

/** The loops that must stay within a round. */
const innerLoops = ({ blockLoops }: BlockedPiece): number => Math.max(1, blockLoops);

function groupOf(pieces: readonly BlockedPiece[], outer: number): Group {
  const rounds = sizeOfPiece({ extents: pieces[0].extents.slice(0, outer) });
  const size = pieces.reduce((sum, piece) => sum + sizeOfPiece(piece), 0) / rounds;
  return { pieces, outer, ...roundsOf(rounds, size) };
}
