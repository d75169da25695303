import type { TrainingBackend } from "../../training/backend.ts";
import { type RunOptions, type RunResult, runTraining } from "../../offline/run.ts";
import { tinyDataset, tinyRecipe } from "./tiny_stages.ts";

/** Trains tiny models into a folder, whatever `options` says otherwise. */
export function trainTiny(
  backend: TrainingBackend,
  directory: string,
  options: Partial<RunOptions> = {},
): Promise<RunResult> {
  return runTraining(backend, {
    recipe: tinyRecipe(),
    dataset: tinyDataset(),
    seed: 5,
    directory,
    resume: false,
    signal: new AbortController().signal,
    report: () => {},
    say: () => {},
    ...options,
  });
}

/**
 * A signal that is set from its n-th look on: training looks once a step.
 * @param then Called at that look, in place of setting the signal.
 */
export function signalAfter(looks: number, then?: () => void): AbortSignal {
  let seen = 0;
  return {
    get aborted() {
      if (++seen < looks) return false;
      then?.();
      return then === undefined;
    },
  } as AbortSignal;
}

/** Runs with a folder that is gone afterwards. */
export async function withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await Deno.makeTempDir();
  try {
    return await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
