import {
  type Code,
  type FunctionBuilder,
  i32,
  type Local,
  type ModuleBuilder,
  select,
  type Signature,
} from "../assembler/mod.ts";
import { type Buffer, TASK_SIGNATURE } from "../compiled/task.ts";

/** Takes the place within `count` out of a unit's number, and leaves the rest. */
export const split = (rest: Local, place: Local, count: number): Code => [
  ...place.set(i32.rem_u(rest.get, i32.const(count))),
  ...rest.set(i32.div_u(rest.get, i32.const(count))),
];

/** At most `most` of what is left. */
export const upTo = (most: number, left: Code): Code =>
  select(i32.const(most), left, i32.lt_u(i32.const(most), left));

/** The address some steps of some bytes on. */
export const addressAfter = (start: Local, steps: readonly (readonly [Local, number])[]): Code =>
  steps.reduce(
    (sum, [count, bytes]) => i32.add(sum, i32.mul(count.get, i32.const(bytes))),
    start.get,
  );

/** The parameters of a function that computes units wherever their buffers are. */
export const unitsSignature = (buffers: number): Signature => ({
  parameters: [...TASK_SIGNATURE.parameters, ...new Array<"i32">(buffers).fill("i32")],
});

/** A task's function: calls one that computes units of tasks of the same shape. */
export function callUnits(
  module: ModuleBuilder,
  units: FunctionBuilder,
  buffers: readonly Buffer[],
): FunctionBuilder {
  const made = module.function(TASK_SIGNATURE);
  made.add(units.call(
    ...made.parameters.map(({ get }) => get),
    ...buffers.map(({ address }) => i32.const(address)),
  ));
  return made;
}
