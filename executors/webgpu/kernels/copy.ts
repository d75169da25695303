import type { BufferRef, Recorder } from "./kernel.ts";
import code from "./copy.wgsl" with { type: "text" };
import { gridOf } from "./grid.ts";

/**
 * Copies `words` 4-byte words.
 * @param guard `[norm, finite]` as `launchNorm` writes it: nothing is copied if not all is finite.
 */
export function launchCopy(
  recorder: Recorder,
  { from, to, words, guard }: { from: BufferRef; to: BufferRef; words: number; guard?: BufferRef },
): void {
  const entryPoint = guard ? "guarded_copy" : "copy";
  recorder.dispatch({
    kernel: { name: entryPoint, code, entryPoint, constants: { COUNT: words } },
    bindings: [
      { buffer: from, access: "read" },
      { buffer: to, access: "read_write" },
      ...guard ? [{ buffer: guard, access: "read" as const }] : [],
    ],
    workgroups: gridOf(words),
  });
}
