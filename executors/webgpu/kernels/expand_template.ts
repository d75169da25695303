/**
 * Unrolls the lines between `// repeat NAME` and the matching `// end` of a WGSL text, `{NAME}` replaced by 0..count-1.
 * Repeats may nest. `{#NAME}` is the count itself.
 * @throws {RangeError} If a repeat names a count that is not given.
 */
export function expandTemplate(source: string, counts: Readonly<Record<string, number>>): string {
  let counted = source;
  for (const name in counts) counted = counted.replaceAll(`{#${name}}`, `${counts[name]}`);
  return expandLines(counted.split("\n"), counts).join("\n");
}

function expandLines(lines: readonly string[], counts: Readonly<Record<string, number>>): string[] {
  const start = lines.findIndex((line) => line.trimStart().startsWith("// repeat "));
  if (start < 0) return [...lines];
  const end = matchingEnd(lines, start);
  const name = lines[start].trim().slice("// repeat ".length);
  const count = counts[name];
  if (count === undefined) {
    throw new RangeError(
      `Cannot expand a kernel: expected a count for every repeat, got none for "${name}"`,
    );
  }
  const body = expandLines(lines.slice(start + 1, end), counts);
  const copies = Array.from(
    { length: count },
    (_, i) => body.map((line) => line.replaceAll(`{${name}}`, `${i}`)),
  );
  return [...lines.slice(0, start), ...copies.flat(), ...expandLines(lines.slice(end + 1), counts)];
}

function matchingEnd(lines: readonly string[], start: number): number {
  let depth = 0;
  for (let i = start; i < lines.length; i++) {
    const line = lines[i].trim();
    if (line.startsWith("// repeat ")) depth++;
    else if (line === "// end" && --depth === 0) return i;
  }
  throw new SyntaxError(
    `Cannot expand a kernel: expected an end of every repeat, got none for "${lines[start]}"`,
  );
}
