/**
 * Names files by the folders that hold no others: ONNX Runtime overflows its stack when the command line of its process
 * is some 10 KB long.
 *
 * @param files Paths from the root. @param others Files that must not be named.
 * @returns Folders and files, sorted.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const files = ["tests/a/one_test.ts", "tests/a/two_test.ts", "tests/b/three_test.ts"];
 * assertEquals(shortPaths(files, ["tests/b/gpu_test.ts"]), ["tests/a", "tests/b/three_test.ts"]);
 * ```
 */
export function shortPaths(files: readonly string[], others: readonly string[]): string[] {
  const taken = new Set(others.flatMap(foldersOf));
  const named = files.map((file) => foldersOf(file).find((folder) => !taken.has(folder)) ?? file);
  return [...new Set(named)].sort();
}

/** The folders that a file lies in, the outermost first. */
function foldersOf(file: string): string[] {
  const parts = file.split("/").slice(0, -1);
  return parts.map((_, i) => parts.slice(0, i + 1).join("/"));
}
