import { stagesOf } from "../models/recipe.ts";
import { servedWeights } from "../training/served_weights.ts";
import { type Checkpoint, stageOf } from "./checkpoint.ts";
import { withPrefix } from "./weight_names.ts";

/** A run that has not reached its last stage. */
export class UnfinishedError extends Error {
  /** What a person can do about it. */
  readonly hint = "continue it with `deno task train --resume --name RUN`";
  constructor(path: string, checkpoint: Checkpoint) {
    const { role, optimisation } = stageOf(checkpoint);
    const last = stagesOf(checkpoint.recipe).at(-1)!.role;
    super(
      `Cannot export ${path}: expected its run to have reached the ${last}, ` +
        `got step ${checkpoint.state.step} of ${optimisation.steps} of the ${role}`,
    );
    this.name = "UnfinishedError";
  }
}

/** @param path Of the checkpoint. @throws {UnfinishedError} If a stage is left that has not begun. */
export function requireLastStage(checkpoint: Checkpoint, path: string): void {
  const { recipe, stage } = checkpoint;
  if (stage < stagesOf(recipe).length - 1) throw new UnfinishedError(path, checkpoint);
}

/**
 * The weights of a run whose last stage is in training or done, as the end of the run would take them: of that stage
 * the best so far, else the averaged ones.
 * @param checkpoint Of a run that has reached its last stage.
 */
export function checkpointWeights(checkpoint: Checkpoint): Map<string, Float32Array> {
  const { best, frozen, state: { parameters, optimiser } } = checkpoint;
  const { role, kind } = stageOf(checkpoint);
  const last = best?.parameters ?? new Map([...parameters, ...optimiser.average]);
  return new Map([...frozen, ...withPrefix(role, servedWeights(last, kind.servedBits))]);
}
