import { RunError } from "./claim_run.ts";
import { listRuns, type RunSummary } from "./list_runs.ts";
import { lockRun, type RunLock } from "./run_lock.ts";
import { type RunRecord, RUNS } from "./run_record.ts";

/** Which run to continue: one by name, or the latest that fits. */
export interface RunQuery {
  readonly name?: string;
  /** What `train` was given; undefined is any. */
  readonly recipe?: string;
  readonly data?: string;
  /** True finds quick runs only. */
  readonly quick?: boolean;
}

/** A run with its record. */
export interface FoundRun {
  readonly folder: string;
  readonly record: RunRecord;
}

/**
 * Finds the run to continue.
 * @throws {RunError} If there is none, or its record is missing.
 */
export async function findRun(
  query: RunQuery,
  { root = RUNS }: { root?: string } = {},
): Promise<FoundRun> {
  const runs = await listRuns({ root });
  const run = query.name === undefined ? latest(runs, query) : runNamed(runs, query.name);
  if (!run) {
    throw new RunError(
      `Cannot resume: expected a run${described(query)} in ${root}, got none`,
      namesHint(runs),
    );
  }
  const { name, folder, record, problem } = run;
  if (record) return { folder, record };
  throw new RunError(
    `Cannot resume run ${name}: ${problem}`,
    "start another run without --resume",
  );
}

/** Locks a run to continue it. @throws {RunError} If another process trains it. */
export async function takeRun({ folder, record }: FoundRun): Promise<RunLock> {
  const lock = await lockRun(folder);
  if (lock) return lock;
  throw new RunError(
    `Cannot resume run ${record.name}: expected no process to train it, got process ${record.pid}`,
    "`deno task runs` shows every run and its state",
  );
}

/** @throws {RunError} If no run has that name. */
export function runNamed(runs: readonly RunSummary[], name: string): RunSummary {
  const run = runs.find((it) => it.name === name);
  if (run) return run;
  throw new RunError(`Cannot find run "${name}": expected one of the runs' names`, namesHint(runs));
}

function latest(runs: readonly RunSummary[], query: RunQuery): RunSummary | undefined {
  return runs.findLast(({ record }) =>
    record !== undefined &&
    (query.recipe === undefined || record.recipe === query.recipe) &&
    (query.data === undefined || plainPath(record.data) === plainPath(query.data)) &&
    (!query.quick || record.quick)
  );
}

/** `./pets/` as `pets`. */
function plainPath(path: string): string {
  return path.replace(/^(\.\/)+/, "").replace(/\/+$/, "");
}

function described({ recipe, data, quick }: RunQuery): string {
  const kind = [quick && "--quick", recipe, data && `--data ${data}`].filter(Boolean).join(" ");
  return kind === "" ? "" : ` of \`train ${kind}\``;
}

function namesHint(runs: readonly RunSummary[]): string {
  return runs.length === 0
    ? "there are no runs yet: `deno task train` starts one"
    : `there are ${runs.map(({ name }) => name).join(", ")}`;
}
