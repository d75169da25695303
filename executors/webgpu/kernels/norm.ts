import type { BufferRef, Recorder } from "./kernel.ts";
import code from "./norm.wgsl" with { type: "text" };
import { WORKGROUP_SIZE } from "./grid.ts";

/** An array and its length. */
export interface Measured {
  readonly buffer: BufferRef;
  readonly words: number;
}

/** Elements one invocation sums, about. */
const PART = 64;
const MAX_PARTS = 1024;

/**
 * Writes `[norm, finite]`: the Euclidean norm of `counted`; the second word, 1 at first, becomes 0 when
 * the norm or a square of `watched` is not finite, and stays 0.
 */
export function launchNorm(
  recorder: Recorder,
  { counted, watched, out }: { counted: Measured; watched: readonly Measured[]; out: BufferRef },
): void {
  const parts = [counted, ...watched].map(({ words }) =>
    Math.min(MAX_PARTS, Math.ceil(words / PART / WORKGROUP_SIZE) * WORKGROUP_SIZE)
  );
  const total = parts.reduce((a, b) => a + b, 0);
  const sums = recorder.scratch(total, "sums of squares");
  let first = 0;
  [counted, ...watched].forEach(({ buffer, words }, i) => {
    recorder.dispatch({
      kernel: {
        name: "partial_squares",
        code,
        entryPoint: "partial_squares",
        constants: { COUNT: words, PARTS: total, FIRST: first },
      },
      bindings: [{ buffer, access: "read" }, { buffer: sums, access: "read_write" }],
      workgroups: [parts[i] / WORKGROUP_SIZE, 1, 1],
    });
    first += parts[i];
  });
  recorder.dispatch({
    kernel: {
      name: "norm",
      code,
      entryPoint: "total",
      constants: { COUNT: 0, PARTS: total, COUNTED: parts[0] },
    },
    bindings: [{ buffer: sums, access: "read" }, { buffer: out, access: "read_write" }],
    workgroups: [1, 1, 1],
  });
}
