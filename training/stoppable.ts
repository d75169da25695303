import { StoppedError } from "./loop.ts";
import type { StageRun } from "./stage.ts";

/**
 * A run that stops between two computations once it is told to, for what comes after a stage's last step.
 * @param step The stage's last, which is saved; {@link StoppedError} tells it.
 */
export function stoppable(run: StageRun, signal: AbortSignal, step: number): StageRun {
  const guarded = (compute: StageRun["compute"]): StageRun["compute"] => (outputs, feeds) =>
    signal.aborted ? Promise.reject(new StoppedError(step)) : compute(outputs, feeds);
  return {
    compute: guarded((outputs, feeds) => run.compute(outputs, feeds)),
    computeAveraged: guarded((outputs, feeds) => run.computeAveraged(outputs, feeds)),
    write: (parameter, values) => run.write(parameter, values),
  };
}
