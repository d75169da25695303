import type { KernelSource } from "./kernel.ts";
import code from "./along_axis.wgsl" with { type: "text" };

/** An axis to walk: its length, the elements after it, and how many such lines there are. */
export interface Lines {
  readonly axis: number;
  readonly inner: number;
  readonly count: number;
}

/** The kernel that does `entryPoint` (sum_along, softmax, argmin …) along an axis, one invocation per line. */
export function alongAxis(entryPoint: string, { axis, inner, count }: Lines): KernelSource {
  const constants = { AXIS: axis, INNER: inner, COUNT: count };
  return { name: entryPoint, code, entryPoint, constants };
}
