import type { StoredNumbers } from "./stored_numbers.ts";

/** A table of README, made of stored results. */
export interface Table {
  /** Stands in README's markers: `<!-- bench NAME -->` to `<!-- /bench -->`. */
  readonly name: string;
  readonly head: readonly string[];
  readonly rows: (numbers: StoredNumbers) => readonly (readonly string[])[];
}

/** Markdown with columns aligned as `deno fmt` aligns them. */
export function tableText(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows];
  const widths = head.map((_, column) =>
    Math.max(3, ...all.map((row) => [...(row[column] ?? "")].length))
  );
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, column) => pad(cells[column] ?? "", width)).join(" | ")} |`;
  const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
  return [line(head), rule, ...rows.map(line)].join("\n");
}

/** To a width in characters, not in UTF-16 units. */
function pad(cell: string, width: number): string {
  return cell + " ".repeat(width - [...cell].length);
}
