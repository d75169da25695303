import type { SourceFile } from "./source_files.ts";

/** The most lines a file may have: past it, a file does more than one thing. */
export const MAX_LINES = 300;

/** One line for each file that is too long. */
export function checkLengths(files: readonly SourceFile[]): string[] {
  return files
    .map(({ path, source }) => ({ path, lines: source.trimEnd().split("\n").length }))
    .filter(({ lines }) => lines > MAX_LINES)
    .map(({ path, lines }) => `${path}: Expected at most ${MAX_LINES} lines, got ${lines}`);
}
