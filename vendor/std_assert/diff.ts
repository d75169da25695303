import { firstDifference } from "./equal.ts";

const CONTEXT = 3; // unchanged lines shown around a change
const MAX_LINES = 1_000; // beyond this the table of the longest common subsequence is too large

/** A value as text: what the runtime's inspector shows where there is one, else JSON. */
export function format(value: unknown): string {
  // deno-lint-ignore no-explicit-any
  const { Deno } = globalThis as any;
  if (typeof Deno?.inspect === "function") {
    return Deno.inspect(value, {
      depth: 100,
      sorted: true,
      trailingComma: true,
      compact: false,
      iterableLimit: 200,
      strAbbreviateSize: 10_000,
    });
  }
  return typeof value === "string"
    ? JSON.stringify(value)
    : JSON.stringify(value, null, 2) ?? String(value);
}

/** The first difference of two values, then a diff of their texts: `-` actual, `+` expected. */
export function difference(actual: unknown, expected: unknown): string {
  const first = firstDifference(actual, expected);
  const where = first?.path
    ? `\n\n    first difference at ${first.path}: ${format(first.actual)} is not ${
      format(first.expected)
    }`
    : "";
  const both = typeof actual === "string" && typeof expected === "string";
  const [a, b] = both ? [actual, expected] : [format(actual), format(expected)];
  const lines = diffLines(a.split("\n"), b.split("\n"));
  return `${where}\n\n    [Diff] - Actual / + Expected\n\n${
    lines.map((l) => `    ${l}`).join("\n")
  }\n`;
}

function diffLines(actual: string[], expected: string[]): string[] {
  const a = actual.slice(0, MAX_LINES), b = expected.slice(0, MAX_LINES);
  // common[i][j] is the length of the longest common subsequence of a[i..] and b[j..].
  const common = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      common[i][j] = a[i] === b[j]
        ? common[i + 1][j + 1] + 1
        : Math.max(common[i + 1][j], common[i][j + 1]);
    }
  }
  const lines: string[] = [];
  for (let i = 0, j = 0; i < a.length || j < b.length;) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push(`  ${a[i++]}`);
      j++;
    } else if (i < a.length && (j === b.length || common[i + 1][j] >= common[i][j + 1])) {
      lines.push(`- ${a[i++]}`);
    } else {
      lines.push(`+ ${b[j++]}`);
    }
  }
  return nearChanges(lines);
}

/** Drops unchanged lines that are further than `CONTEXT` from any change. */
function nearChanges(lines: string[]): string[] {
  const keep = new Set<number>();
  lines.forEach((line, i) => {
    if (line.startsWith("  ")) return;
    for (let j = i - CONTEXT; j <= i + CONTEXT; j++) keep.add(j);
  });
  if (keep.size === 0) return lines.slice(0, 2 * CONTEXT);
  const shown: string[] = [];
  lines.forEach((line, i) => {
    if (keep.has(i)) shown.push(line);
    else if (shown.at(-1) !== "  ...") shown.push("  ...");
  });
  return shown;
}
