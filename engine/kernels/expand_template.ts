const REPEAT = /^[ ]*\/\/ repeat (\w+)\n([\s\S]*?)^[ ]*\/\/ end\n/gm;

/**
 * Unrolls the lines between `// repeat NAME` and `// end` of a WGSL text, `{NAME}` replaced by 0..count-1.
 * A repeat does not nest; a file without unrolled counts is plain WGSL.
 * @throws {RangeError} If a repeat names a count that is not given.
 */
export function expandTemplate(source: string, counts: Readonly<Record<string, number>>): string {
  return source.replace(REPEAT, (_, name: string, body: string) => {
    const count = counts[name];
    if (count === undefined) {
      throw new RangeError(
        `Cannot expand a kernel as every repeat needs a count: "${name}" has none`,
      );
    }
    return Array.from({ length: count }, (_, i) => body.replaceAll(`{${name}}`, `${i}`)).join("");
  });
}
