import { isLocked } from "./run_lock.ts";
import { readRunRecord, type RunRecord, RUNS } from "./run_record.ts";

/** A run as it is now. */
export interface RunSummary {
  readonly name: string;
  readonly folder: string;
  /** `killed` where the process of a running one has ended; `unknown` without a record. */
  readonly state: RunRecord["state"] | "killed" | "unknown";
  /** Undefined for a folder whose record is missing or broken. */
  readonly record: RunRecord | undefined;
  /** Why there is no record. */
  readonly problem?: string;
}

/** All runs, the latest last; those without a record come first. */
export async function listRuns({ root = RUNS }: { root?: string } = {}): Promise<RunSummary[]> {
  const names: string[] = [];
  try {
    for await (const { name, isDirectory } of Deno.readDir(root)) if (isDirectory) names.push(name);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  const runs = await Promise.all(names.sort().map((name) => summarise(name, root)));
  const started = ({ record }: RunSummary) => record?.started ?? "";
  return runs.sort((a, b) => started(a) < started(b) ? -1 : started(a) > started(b) ? 1 : 0);
}

async function summarise(name: string, root: string): Promise<RunSummary> {
  const folder = `${root}/${name}`;
  const record = await readRunRecord(folder);
  if (typeof record === "string") {
    return { name, folder, state: "unknown", record: undefined, problem: record };
  }
  const killed = record.state === "running" && !await isLocked(folder);
  return { name, folder, state: killed ? "killed" : record.state, record };
}
