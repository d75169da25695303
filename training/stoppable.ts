import type { Compute } from "./backend.ts";
import { StoppedError } from "./loop.ts";

/**
 * Computes until a signal is set, for what comes after a stage's last step.
 * @param step The stage's last, which is saved and which {@link StoppedError} names.
 */
export function stoppable(compute: Compute, signal: AbortSignal, step: number): Compute {
  return (outputs, feeds) =>
    signal.aborted ? Promise.reject(new StoppedError(step)) : compute(outputs, feeds);
}
