import { type Code, TYPE_BYTE, unsigned, type ValueType } from "./encode.ts";
import { i32 } from "./instructions.ts";
import type { Local } from "./function.ts";

const EMPTY = 0x40;
const END = 0x0b;

/** Statements in a row. */
export const sequence = (...statements: readonly Code[]): Code => statements;

/** Statements that `branch(0)` leaves. */
export const block = (...body: readonly Code[]): Code => [0x02, EMPTY, ...body, END];

/** Statements that `branch(0)` begins again; without it they end after one round. */
export const loop = (...body: readonly Code[]): Code => [0x03, EMPTY, ...body, END];

/** Jumps out of (or, of a loop, to the start of) the block `depth` levels up; with a condition only where it is not 0. */
export function branch(depth: number, condition?: Code): Code {
  return condition ? [condition, 0x0d, ...unsigned(depth)] : [0x0c, ...unsigned(depth)];
}

/** Statements for an i32 that is not 0, and others where it is. */
export function when(condition: Code, then: Code, otherwise: Code = []): Code {
  const rest = otherwise.length > 0 ? [0x05, otherwise] : [];
  return [condition, 0x04, EMPTY, then, ...rest, END];
}

/** One of two values of one type: a jump, so that only one of them is computed. */
export function choose(type: ValueType, condition: Code, then: Code, otherwise: Code): Code {
  return [condition, 0x04, TYPE_BYTE[type], then, 0x05, otherwise, END];
}

/** One of two values of one type, both computed; not for v128: see `v128.bitselect`. */
export const select = (then: Code, otherwise: Code, condition: Code): Code => [
  then,
  otherwise,
  condition,
  0x1b,
];

/** Leaves the function; its result, if it has one, is `value`. */
export const leave = (value: Code = []): Code => [value, 0x0f];

/** A loop over a counter (i32, unsigned) from `from` while below `to`; not entered where there is nothing to do. */
export function forEach(
  counter: Local,
  { from = i32.const(0), to, step = 1 }: { from?: Code; to: Code; step?: number },
  ...body: readonly Code[]
): Code {
  return sequence(
    counter.set(from),
    block(
      branch(0, i32.ge_u(counter.get, to)),
      loop(
        ...body,
        counter.increase(step),
        branch(0, i32.lt_u(counter.get, to)),
      ),
    ),
  );
}
