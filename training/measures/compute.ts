import type { StageRun } from "../stage.ts";

/** Computes outputs of a graph with the weights that are measured. */
export type Compute = StageRun["computeAveraged"];

/** Told how much of some work is done. */
export type Report = (what: string, done: number, total: number) => void;

/** The averaged weights of a training run. */
export function averaged(run: StageRun): Compute {
  return (outputs, feeds) => run.computeAveraged(outputs, feeds);
}
