import { type Code, i32, type Local, select } from "../assembler/mod.ts";
import type { Buffer } from "../compiled/task.ts";

/** Takes the place within `count` out of a unit's number, and leaves the rest. */
export const split = (rest: Local, place: Local, count: number): Code => [
  ...place.set(i32.rem_u(rest.get, i32.const(count))),
  ...rest.set(i32.div_u(rest.get, i32.const(count))),
];

/** At most `most` of what is left. */
export const upTo = (most: number, left: Code): Code =>
  select(i32.const(most), left, i32.lt_u(i32.const(most), left));

/** The address in a buffer, some steps of some bytes on. */
export const addressIn = (buffer: Buffer, steps: readonly (readonly [Local, number])[]): Code =>
  steps.reduce(
    (sum, [count, bytes]) => i32.add(sum, i32.mul(count.get, i32.const(bytes))),
    i32.const(buffer.address),
  );
