import * as z from "zod";
import { repositoryRoot } from "../../cli/repository_root.ts";
import { writeAtomically } from "../../offline/files/atomic_write.ts";
import { BenchRun } from "./bench_run.ts";

/** Where runs are kept, from the repository's root. */
export const RESULTS_FOLDER = "bench/results";

/** A stored run and its file's path from the repository's root. */
export interface StoredRun {
  readonly path: string;
  readonly run: BenchRun;
}

/**
 * Reads every stored run, oldest first.
 * @param root The repository's folder.
 * @throws {SyntaxError} If a file isn't a run; the message names the file, the field and the rule.
 */
export async function readRuns(root = repositoryRoot()): Promise<StoredRun[]> {
  const runs: StoredRun[] = [];
  for await (const { name } of Deno.readDir(`${root}/${RESULTS_FOLDER}`)) {
    if (!name.endsWith(".json")) continue;
    const path = `${RESULTS_FOLDER}/${name}`;
    runs.push({ path, run: parseRun(await Deno.readTextFile(`${root}/${path}`), path) });
  }
  return runs.sort((a, b) => compare(a.run.date, b.run.date) || compare(a.path, b.path));
}

/**
 * Stores a run as `bench/results/<name>.json`. A file of that name is replaced.
 * @param name Default: day and commit of the run. @returns The file's path from the root.
 * @throws {WriteError} If the file can't be written.
 */
export async function saveRun(
  run: BenchRun,
  { name = "", root = repositoryRoot() }: { name?: string; root?: string } = {},
): Promise<string> {
  const path = `${RESULTS_FOLDER}/${name || defaultName(run)}.json`;
  const text = `${JSON.stringify(run, null, 2)}\n`;
  await Deno.mkdir(`${root}/${RESULTS_FOLDER}`, { recursive: true });
  await writeAtomically(`${root}/${path}`, new TextEncoder().encode(text));
  return path;
}

function defaultName({ date, commit }: BenchRun): string {
  return `${date.slice(0, 10)}_${commit.slice(0, 7)}`;
}

function parseRun(text: string, path: string): BenchRun {
  const parsed = BenchRun.safeParse(JSON.parse(text));
  if (parsed.success) return parsed.data;
  throw new SyntaxError(
    `Cannot read ${path}: expected a stored benchmark run, got ${z.prettifyError(parsed.error)}`,
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
