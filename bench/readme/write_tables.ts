import { NO_ADAPTER } from "../store/bench_run.ts";
import type { StoredRun } from "../store/run_store.ts";
import { StoredNumbers } from "./stored_numbers.ts";
import { type Table, tableText } from "./table.ts";

const LINE_WIDTH = 100;

/**
 * Replaces what stands between `<!-- bench NAME -->` and `<!-- /bench -->` by the table of that name and a sentence for each
 * run that its numbers come from. A text that has them already stays as it is.
 *
 * @param text Of README.md. @param runs Stored runs, oldest first; the newest result of a name counts.
 * @throws {RangeError} If a table has no markers in the text, a marker no table, or a number no stored result.
 */
export function writeTables(
  text: string,
  { tables, runs }: { tables: readonly Table[]; runs: readonly StoredRun[] },
): string {
  const numbers = new StoredNumbers(runs);
  const missing = new Set(tables.map(({ name }) => name));
  const written = text.replaceAll(MARKED, (_, open: string, name: string, close: string) => {
    const table = tables.find((it) => it.name === name);
    if (!table) throw new RangeError(`Cannot write README's tables: no table is named "${name}"`);
    missing.delete(name);
    const body = tableText(table.head, table.rows(numbers));
    const sources = numbers.takeSources().map((source) => wrap(sourceText(source)));
    return [open, "", body, "", ...sources.flatMap((source) => [source, ""]), close].join("\n");
  });
  if (missing.size === 0) return written;
  throw new RangeError(
    `Cannot write README's tables: expected markers of each, got none of "${[...missing][0]}"`,
  );
}

const MARKED = /(<!-- bench ([\w-]+) -->)[\s\S]*?(<!-- \/bench -->)/g;

function sourceText({ path, run: { machine, date, commit, modified, deno, note } }: StoredRun) {
  const { cpu, cores, memoryGiB, adapter } = machine;
  const memory = memoryGiB === null ? "" : `, ${memoryGiB} GiB`;
  const state = modified ? " with local changes" : "";
  const where = `${cpu}, ${cores} cores${memory}; Deno ${deno}; ${
    adapter === NO_ADAPTER ? "no WebGPU adapter" : adapter
  }`;
  const facts = `[${date.slice(0, 10)}](${path}), commit ${commit.slice(0, 7)}${state}: ${where}.`;
  return note === undefined ? facts : `${facts} ${note}`;
}

/** Breaks lines where `deno fmt` does. */
function wrap(text: string): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > LINE_WIDTH) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line].join("\n");
}
