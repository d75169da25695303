import type { RunSummary } from "./list_runs.ts";
import { alignColumns } from "../align_columns.ts";
import { shortNumber } from "./short_number.ts";

const HEAD = ["name", "recipe", "data", "steps", "best metric", "device", "state"];

/** Runs as lines of text, one each. */
export function runsTable(runs: readonly RunSummary[]): string[] {
  return alignColumns([HEAD, ...runs.map(rowOf)]);
}

function rowOf({ name, state, record, problem }: RunSummary): string[] {
  if (!record) return [name, "-", "-", "-", "-", "-", `${state}: ${problem}`];
  const { recipe, data, progress, best, adapter, error } = record;
  return [
    name,
    recipe,
    data,
    progress ? `${progress.stage} ${progress.step}/${progress.steps}` : "-",
    best ? `${best.stage} ${best.metric} ${shortNumber(best.value)} at ${best.step}` : "-",
    adapter ?? "-",
    state === "failed" && error !== undefined ? `failed: ${error}` : state,
  ];
}
