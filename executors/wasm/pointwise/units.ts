import { type Code, forEach, i32, type Local, select, sequence } from "../assembler/mod.ts";
import type { FunctionBuilder } from "../assembler/mod.ts";

/** Rounds of the outer loops of a piece of work, taken in units. */
export interface Rounds {
  readonly rounds: number;
  /** Rounds of a unit; the last one may have fewer. */
  readonly chunk: number;
}

/** Elements of a unit, about: small enough for a cache, large enough to be worth taking. */
export const UNIT = 12288;

/** Units of about `unit` elements. @param size Elements of one round. */
export function roundsOf(rounds: number, size: number, unit = UNIT): Rounds {
  const units = Math.ceil(rounds / Math.max(1, Math.floor(unit / size)));
  return { rounds, chunk: Math.ceil(rounds / units) };
}

/** How many units there are. */
export const unitsOf = ({ rounds, chunk }: Rounds): number => Math.ceil(rounds / chunk);

/** What is done in each round, given its number, and before and after those of a unit, given its number in the part. */
interface RoundsBody {
  readonly body: (round: Local) => Code;
  readonly before?: (unit: Local) => Code;
  readonly after?: (unit: Local) => Code;
}

/**
 * The rounds of one part of a task, whose units follow those of the parts before.
 * @param start Number of the part's first unit.
 */
export function forRounds(
  made: FunctionBuilder,
  { rounds, chunk }: Rounds,
  start: number,
  { body, before, after }: RoundsBody,
): Code {
  const [first, end] = made.parameters;
  const [unit, stop, round] = made.locals("i32", 3);
  const units = unitsOf({ rounds, chunk });
  return sequence(
    unit.set(i32.sub(largest(first.get, i32.const(start)), i32.const(start))),
    stop.set(smallest(end.get, i32.const(start + units))),
    forEach(
      unit,
      { from: unit.get, to: largest(i32.sub(stop.get, i32.const(start)), i32.const(0)) },
      before?.(unit) ?? [],
      forEach(
        round,
        {
          from: i32.mul(unit.get, i32.const(chunk)),
          to: smallest(
            i32.mul(i32.add(unit.get, i32.const(1)), i32.const(chunk)),
            i32.const(rounds),
          ),
        },
        body(round),
      ),
      after?.(unit) ?? [],
    ),
  );
}

const largest = (a: Code, b: Code) => select(a, b, i32.gt_s(a, b));
const smallest = (a: Code, b: Code) => select(a, b, i32.lt_s(a, b));

/** The counters of nested loops at a round of all of them together. */
export function countersAt(round: Code, extents: readonly number[]): Code[] {
  let inner = 1;
  return extents.toReversed().map((extent, i) => {
    const quotient = inner === 1 ? round : i32.div_u(round, i32.const(inner));
    inner *= extent;
    return i === extents.length - 1 ? quotient : i32.rem_u(quotient, i32.const(extent));
  }).toReversed();
}
