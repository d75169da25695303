import { chopLastLoop, movePiece, type Piece, sizeOfPiece } from "./pieces.ts";
import { type Rounds, roundsOf, UNIT } from "./units.ts";

/** How a piece is summed. Its first place is the index of the sum that an element is a part of. */
export interface ReducePlan extends Rounds {
  /** In the order of the loops. */
  readonly piece: Piece;
  /** 1 if the rounds are those of the first loop, 0 if there is one round of all. */
  readonly outer: 0 | 1;
  /** True if each unit has a part of each sum, false if each round has all of some sums. */
  readonly parts: boolean;
}

/** Longest innermost loop. */
const LONGEST_ROW = 16384;
/** Fewest elements that are read one after the other, so that memory is fast. */
const SHORTEST_RUN = 128;

/** Whether loop k goes from sum to sum; else it adds to the same. */
export function isKept({ places: [sum] }: Pick<Piece, "places">, k: number): boolean {
  return sum.factors[k] !== 0;
}

/** Plans for the parts of a piece. @param sums How many there are. */
export function planReduction(piece: Piece, sums: number): ReducePlan[] {
  if (isKept(piece, piece.extents.length - 1)) return [whole(piece, sums)];
  const pieces = chopLastLoop(piece, LONGEST_ROW);
  return pieces.map((it) => pieces.length > 1 ? inParts(it, sums) : whole(it, sums));
}

function whole(piece: Piece, sums: number): ReducePlan {
  const { extents } = piece;
  const size = sizeOfPiece(piece);
  const all: ReducePlan = { piece, outer: 0, parts: false, rounds: 1, chunk: 1 };
  if (size <= UNIT || extents.length === 1) return all;
  if (isKept(piece, 0) && (extents[0] >= 4 || size <= 4 * UNIT)) {
    return { piece, outer: 1, parts: false, ...roundsOf(extents[0], size / extents[0]) };
  }
  return byBlocks(piece) ?? (size <= 4 * UNIT ? all : inParts(piece, sums));
}

/** Rounds of neighbouring sums, where the second loop goes from sum to sum and can be cut into blocks. */
function byBlocks(piece: Piece): ReducePlan | undefined {
  const { extents } = piece;
  if (isKept(piece, 0) || !isKept(piece, 1)) return undefined;
  const run = sizeOfPiece({ extents: extents.slice(2) });
  const step = extents.length === 2 ? 4 : 1;
  for (let block = step; block <= extents[1] / 4; block += step) {
    const size = extents[0] * block * run;
    if (extents[1] % block > 0 || block * run < SHORTEST_RUN || size < UNIT / 2) continue;
    const rounds = extents[1] / block;
    const blocked = movePiece(
      piece,
      [rounds, extents[0], block, ...extents.slice(2)],
      ({ constant, factors: [first, second, ...others] }) => ({
        constant,
        factors: [second * block, first, second, ...others],
      }),
    );
    return { piece: blocked, outer: 1, parts: false, ...roundsOf(rounds, size) };
  }
}

/** Each unit takes some rounds of a loop that adds to all sums. */
function inParts(piece: Piece, sums: number): ReducePlan {
  const { extents } = piece;
  const k = extents.findIndex((_, k) => !isKept(piece, k) && k < extents.length - 1);
  if (k < 0) return { piece, outer: 0, parts: true, rounds: 1, chunk: 1 };
  const first = <T>(list: readonly T[]) => [list[k], ...list.toSpliced(k, 1)];
  const moved = movePiece(piece, first(extents), ({ constant, factors }) => ({
    constant,
    factors: first(factors),
  }));
  const size = sizeOfPiece(piece) / extents[k];
  const unit = Math.max(UNIT, 8 * sums);
  return { piece: moved, outer: 1, parts: true, ...roundsOf(extents[k], size, unit) };
}
