/**
 * Programs that import test files: files of one program share what they import, which takes longer to load than most of
 * them take to run, and what `tests/support/` keeps open for them.
 *
 * @param root The repository, without a slash at the end. @param files Paths from it. @param count Programs at most.
 * @returns Their sources; consecutive files are in the same program.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(testPrograms("/r", ["a_test.ts", "b_test.ts", "c_test.ts"], 2), [
 *   'import "file:///r/a_test.ts";\nimport "file:///r/b_test.ts";\n',
 *   'import "file:///r/c_test.ts";\n',
 * ]);
 * ```
 */
export function testPrograms(root: string, files: readonly string[], count: number): string[] {
  const size = Math.ceil(files.length / count);
  const programs: string[] = [];
  for (let start = 0; start < files.length; start += size) {
    const lines = files.slice(start, start + size).map((file) => {
      return `import ${JSON.stringify(String(new URL(`file://${root}/${file}`)))};\n`;
    });
    programs.push(lines.join(""));
  }
  return programs;
}
