/** One import in a file. */
export interface Import {
  /** As written. */
  specifier: string;
  /** From 1. */
  line: number;
}

// Whichever begins first swallows what looks like the others. A regular expression stands only where a value may begin.
const COMMENT_OR_TEXT = new RegExp(
  [
    /\/\*[\s\S]*?\*\/|\/\/[^\n]*/,
    /(?<=[(=,:[!&|?{};]\s*|\breturn\s+)\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[a-z]*/,
    /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\[\s\S]|[^`\\])*`/,
  ].map(({ source }) => source).join("|"),
  "g",
);

const IMPORTS = [
  /(?<!["'])\b(?:from|import)\s*\(?\s*["']([^"'\n]+)["']/g,
  /\bnew\s+URL\(\s*["']([^"'\n]+\.[jt]s)["']\s*,\s*import\.meta\.url/g,
  /\bimport\.meta\.resolve\(\s*["']([^"'\n]+\.[jt]s)["']/g,
];

/**
 * Finds every module a file names: static, dynamic and type imports, re-exports, and the `new URL(…, import.meta.url)`
 * that starts a worker.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const source = `// import "./not_this.ts"\nexport { a } from "./a.ts";`;
 * assertEquals(scanImports(source), [{ specifier: "./a.ts", line: 2 }]);
 * ```
 */
export function scanImports(source: string): Import[] {
  const code = source.replace(COMMENT_OR_TEXT, (text) => isString(text) ? text : blank(text));
  return IMPORTS.flatMap((pattern) => [...code.matchAll(pattern)])
    .map((match) => ({ specifier: match[1], line: lineAt(code, match.index) }))
    .sort((a, b) => a.line - b.line);
}

/** Lines on which code, comments and strings aside, matches. */
export function scanCode(source: string, pattern: RegExp): number[] {
  const code = source.replace(COMMENT_OR_TEXT, blank);
  return [...code.matchAll(new RegExp(pattern, "g"))].map((match) => lineAt(code, match.index));
}

function isString(text: string): boolean {
  return text.startsWith('"') || text.startsWith("'");
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, " ");
}

function lineAt(source: string, index: number): number {
  return source.slice(0, index).split("\n").length;
}
